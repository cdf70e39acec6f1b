import { AwsError, type Operation } from '../../contracts.ts';
import type { Json } from '../../states/json.ts';
import { payloadLimitBytes } from '../../states/payload-limit.ts';
import type { TaskTokens, TokenReception } from '../../states/task-tokens.ts';

/** Operations that send a task token back. They take no resource: policies must allow `*`. */
export function tokenOperations(tokens: TaskTokens): Readonly<Record<string, Operation>> {
  return {
    SendTaskSuccess(input, call) {
      call.authorize('states:SendTaskSuccess', '*');
      const output = parseOutput(input.output);
      requireTaken(tokens.succeed(requireToken(input.taskToken), output));
      return {};
    },

    SendTaskFailure(input, call) {
      call.authorize('states:SendTaskFailure', '*');
      requireTaken(
        tokens.fail(
          requireToken(input.taskToken),
          input.error as string | undefined,
          input.cause as string | undefined,
        ),
      );
      return {};
    },

    SendTaskHeartbeat(input, call) {
      call.authorize('states:SendTaskHeartbeat', '*');
      requireTaken(tokens.heartbeat(requireToken(input.taskToken)));
      return {};
    },
  };
}

function requireToken(token: unknown): string {
  if (typeof token === 'string' && token !== '') return token;
  throw new AwsError('InvalidToken', 'Invalid Token: no task token was sent');
}

function parseOutput(output: unknown): Json {
  const text = typeof output === 'string' ? output : '';
  if (Buffer.byteLength(text, 'utf8') > payloadLimitBytes) {
    throw new AwsError('InvalidOutput', `Invalid Output: larger than ${payloadLimitBytes} bytes`);
  }
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new AwsError('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
  }
}

function requireTaken(reception: TokenReception): void {
  if (reception === 'unknown') throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  if (reception === 'closed') {
    throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  }
}
