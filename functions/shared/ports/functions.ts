/** Calls other functions. */
export interface Functions {
  /**
   * Runs the function and waits for its answer.
   * @throws FunctionFailed with the error that the function threw
   */
  invoke(functionName: string, event: object): Promise<unknown>;
}

/** A function that was called threw, or never came to answer. */
export class FunctionFailed extends Error {
  override readonly name = 'FunctionFailed';
}
