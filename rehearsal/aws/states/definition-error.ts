/** A definition that Step Functions, or the simulator, doesn't take. Thrown at load time only. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
  /** Where in the definition, such as `/States/Copy/Retry[0]/ErrorEquals`. */
  readonly location: string;

  constructor(location: string, problem: string) {
    super(`${location === '' ? '/' : location}: ${problem}`);
    this.location = location;
  }
}
