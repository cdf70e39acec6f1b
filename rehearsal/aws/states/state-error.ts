/** What a state reports, and what Retry and Catch match against. */
export class StateError extends Error {
  override readonly name = 'StateError';
  /** The error name, such as `States.Timeout` or a function's own. */
  readonly error: string;
  override readonly cause: string | undefined;
  /** A further name that `ErrorEquals` may match it by. */
  readonly alias: string | undefined;
  /** The field whose expression failed, such as `Output/v`; set on query evaluation errors only. */
  readonly field: string | undefined;
  /** Whether Step Functions raised it: then its cause names the state. */
  readonly byInterpreter: boolean;
  /** Whether whoever worked on a Task raised it, who may leave out its name and its cause. */
  readonly byTask: boolean;

  constructor(
    error: string,
    cause: string | undefined,
    more: { alias?: string; field?: string; byInterpreter?: boolean; byTask?: boolean } = {},
  ) {
    super(cause === undefined ? error : `${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
    this.alias = more.alias;
    this.field = more.field;
    this.byInterpreter = more.byInterpreter ?? false;
    this.byTask = more.byTask ?? false;
  }

  /** The same error with the state named in its cause; only the innermost state is named. */
  in(state: string, enteredEventId: number): StateError {
    if (!this.byInterpreter) return this;
    const where = `An error occurred while executing the state '${state}' (entered at the event id #${enteredEventId}).`;
    return new StateError(this.error, `${where} ${this.cause ?? ''}`.trimEnd(), {
      ...(this.alias !== undefined && { alias: this.alias }),
      ...(this.field !== undefined && { field: this.field }),
    });
  }
}

/** What a `TaskRunner` throws: becomes the Task's error as it is. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
  readonly error: string;
  override readonly cause: string | undefined;

  constructor(error: string, cause?: string) {
    super(cause === undefined ? error : `${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }
}

/** Why a state was cut off: a sibling branch failed, or the whole execution ended. */
export class Aborted extends Error {
  override readonly name = 'Aborted';
  readonly scope: 'branch' | 'execution';

  constructor(scope: 'branch' | 'execution') {
    super(`cut off: the ${scope} ended`);
    this.scope = scope;
  }
}
