/** What an invocation came to, as Lambda's Invoke answers. */
export type InvocationOutcome =
  | { readonly payload: unknown }
  | {
      /** Lambda's word for every error of the function, its runtime or its time. */
      readonly functionError: 'Unhandled';
      readonly payload: InvocationError;
    };

export interface InvocationError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** The largest answer of a synchronous invocation, in bytes. */
const largestResponse = 6_291_556;

/** @param body what the runtime sent, JSON */
export function responded(body: string): InvocationOutcome {
  if (Buffer.byteLength(body) <= largestResponse) return { payload: JSON.parse(body) as unknown };
  return unhandled(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${largestResponse} bytes).`,
  );
}

/** @param body what the runtime sent, JSON */
export function failed(body: string): InvocationOutcome {
  return { functionError: 'Unhandled', payload: JSON.parse(body) as InvocationError };
}

export function timedOut(requestId: string, timeoutSeconds: number): InvocationOutcome {
  return unhandled(
    'Sandbox.Timedout',
    `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
  );
}

export function exited(
  requestId: string,
  code: number | null,
  signal: string | null,
): InvocationOutcome {
  const reason =
    signal !== null
      ? `Runtime exited with error: signal: ${signal === 'SIGKILL' ? 'killed' : signal}`
      : code === 0
        ? 'Runtime exited without providing a reason'
        : `Runtime exited with error: exit status ${String(code)}`;
  return unhandled('Runtime.ExitError', `RequestId: ${requestId} Error: ${reason}`);
}

function unhandled(errorType: string, errorMessage: string): InvocationOutcome {
  return { functionError: 'Unhandled', payload: { errorType, errorMessage } };
}
