/** Something that a service couldn't deliver, and gave up. */
export interface DeliveryFailure {
  /** The rule or schedule that it was for. */
  readonly sourceArn: string;
  readonly targetArn: string;
  /** Virtual milliseconds since the epoch. */
  readonly time: number;
  readonly reason: string;
}
