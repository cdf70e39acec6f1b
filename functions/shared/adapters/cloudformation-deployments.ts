import { AnswerRefused } from '../ports/deployments.ts';
import type { Deployments } from '../ports/deployments.ts';

/** Milliseconds. */
const patience = 10_000;

/** Deployments by CloudFormation, which takes answers as an upload to a URL that it signed. */
export function cloudformationDeployments(): Deployments {
  return {
    async answer(url, answer) {
      const outcome = await put(url, JSON.stringify(answer));
      if (outcome === 'taken') return;
      throw new AnswerRefused(
        `expected CloudFormation to take the answer of ${answer.LogicalResourceId}, found: ` +
          `${outcome}. It waits for an hour; cancel the deployment, and deploy again`,
      );
    },
  };
}

/** @returns what went wrong otherwise, without the URL: whoever reads that could answer, too */
async function put(url: string, body: string): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'PUT',
      // The signature covers an empty type.
      headers: { 'content-type': '' },
      body,
      signal: AbortSignal.timeout(patience),
    });
    await response.body?.cancel();
    return response.ok ? 'taken' : `its upload answered ${response.status}`;
  } catch (error) {
    const { name, cause } = error as Error;
    const code = (cause as NodeJS.ErrnoException | undefined)?.code;
    return `no connection (${code ?? name})`;
  }
}
