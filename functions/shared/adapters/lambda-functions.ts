import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { FunctionFailed } from '../ports/functions.ts';
import type { Functions } from '../ports/functions.ts';

/** Functions of the client's Region. */
export function lambdaFunctions(client: LambdaClient): Functions {
  return {
    async invoke(functionName, event) {
      const answer = await client.send(
        new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }),
      );
      const text = new TextDecoder().decode(answer.Payload);
      if (answer.FunctionError !== undefined) throw new FunctionFailed(failure(text));
      return text === '' ? undefined : JSON.parse(text);
    },
  };
}

/** Lambda answers with the error's name and message. Source: Lambda Developer Guide, "Invoke". */
function failure(text: string): string {
  try {
    const { errorType, errorMessage } = JSON.parse(text) as Record<string, unknown>;
    return `${String(errorType)}: ${String(errorMessage)}`;
  } catch {
    return text;
  }
}
