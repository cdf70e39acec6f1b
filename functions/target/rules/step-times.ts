/** A state that an execution has entered, as its history tells. Moments in ISO 8601. */
export interface StateVisit {
  readonly state: string;
  /** Task, Choice, Wait, Pass, Succeed or Fail. */
  readonly type: string;
  readonly enteredAt: string;
  /** Undefined while the execution is in it. */
  readonly exitedAt: string | undefined;
}

/** A step of a run: from the first look to the end of the last one. Moments in ISO 8601. */
export interface StepTime {
  readonly name: string;
  readonly startedAt: string;
  readonly endedAt: string;
}

/** Wait states that are a step of their own, and the step's name. */
const waits: ReadonlyMap<string, string> = new Map([['WaitForGracePeriod', 'GracePeriod']]);

/**
 * The steps that are over, in their order. A step that looks several times, with waits between, is one.
 * @param visits in the order in which the states were entered
 */
export function stepTimes(visits: readonly StateVisit[]): StepTime[] {
  const steps: { name: string; startedAt: string; endedAt: string | undefined }[] = [];
  for (const { state, type, enteredAt, exitedAt } of visits) {
    const name = waits.get(state) ?? (type === 'Task' ? state : undefined);
    if (name === undefined) continue;
    const last = steps.at(-1);
    if (last?.name === name) last.endedAt = exitedAt;
    else steps.push({ name, startedAt: enteredAt, endedAt: exitedAt });
  }
  return steps.flatMap(({ name, startedAt, endedAt }) =>
    endedAt === undefined ? [] : [{ name, startedAt, endedAt }],
  );
}
