/**
 * Something that the simulator itself got wrong or doesn't know. It is answered with a 500 and
 * reported; the run that meets one has failed, whatever its functions make of the answer.
 */
export class SimulatorDefect extends Error {
  override readonly name = 'SimulatorDefect';
}

/** Thrown by an interception: the endpoint cuts the connection instead of answering. */
export class AbortedConnection extends Error {
  override readonly name = 'AbortedConnection';
}

/** A request's input that the model doesn't allow. Each protocol words it in its own way. */
export class InputProblem extends Error {
  override readonly name = 'InputProblem';
  readonly kind: 'malformed' | 'missing' | 'unknown';
  /** Such as `Tags[0].Key`; empty for the input as a whole. */
  readonly path: string;

  /** @param expected for `malformed`: what the model has at this path */
  constructor(kind: InputProblem['kind'], path: string, expected = '') {
    super(expected);
    this.kind = kind;
    this.path = path;
  }
}
