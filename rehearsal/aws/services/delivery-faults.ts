/** What a test does to asynchronous deliveries. */
export interface DeliveryFaults {
  /** How often each delivery is made: 1 as a rule, 2 to duplicate it, 0 to lose it. */
  readonly copies: number;
  /** Virtual milliseconds that each delivery comes later than it would. */
  readonly delayMilliseconds: number;
}

export const noFaults: DeliveryFaults = { copies: 1, delayMilliseconds: 0 };
