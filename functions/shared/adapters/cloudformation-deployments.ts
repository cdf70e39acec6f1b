import { AnswerRefused } from '../ports/deployments.ts';
import type { Deployments } from '../ports/deployments.ts';

/** Milliseconds. */
const patience = 10_000;

/** Deployments by CloudFormation, which takes answers as an upload to a URL that it signed. */
export function cloudformationDeployments(): Deployments {
  return {
    async answer(url, answer) {
      const response = await fetch(url, {
        method: 'PUT',
        // The signature covers an empty type.
        headers: { 'content-type': '' },
        body: JSON.stringify(answer),
        signal: AbortSignal.timeout(patience),
      });
      await response.body?.cancel();
      if (!response.ok) {
        throw new AnswerRefused(`CloudFormation's upload answered ${response.status}`);
      }
    },
  };
}
