/** The time that `Date` shows in this process while functions run in it. */
export interface VirtualDate {
  /** Shows the time of this clock from now on; undefined is the wall's. */
  follow(clock: { now(): number } | undefined): void;
  /** Gives the real `Date` back. */
  restore(): void;
}

/**
 * Lets `Date` in this process follow the simulator's clock, as it does in a function's own process:
 * the handlers read the time where they run. Dates made from a value stay what they are.
 */
export function virtualDate(): VirtualDate {
  const RealDate = globalThis.Date;
  let shown: { now(): number } | undefined;
  const now = (): number => shown?.now() ?? RealDate.now();
  const ShownDate: DateConstructor = new Proxy(RealDate, {
    construct: (target, values: unknown[], newTarget): object =>
      Reflect.construct(
        target,
        values.length === 0 ? [now()] : values,
        newTarget === ShownDate ? target : newTarget,
      ),
    get: (target, key, receiver): unknown =>
      key === 'now' ? now : Reflect.get(target, key, receiver),
  });
  globalThis.Date = ShownDate;
  return {
    follow: (clock) => (shown = clock),
    restore: () => {
      globalThis.Date = RealDate;
    },
  };
}
