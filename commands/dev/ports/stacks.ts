/** Deployed stacks. */
export interface Stacks {
  /**
   * A stack's resource by its logical id.
   * @returns undefined when the stack has none of that id
   * @throws Refused when there is no such stack
   */
  resource(
    stack: string,
    logicalId: string,
  ): Promise<{ readonly type: string; readonly physicalId: string } | undefined>;
}
