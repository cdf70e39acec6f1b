/** Something that a service tried to deliver once, and couldn't. AWS would try again for a day. */
export interface DeliveryFailure {
  /** The rule or schedule that it was for. */
  readonly sourceArn: string;
  readonly targetArn: string;
  /** Virtual milliseconds since the epoch. */
  readonly time: number;
  readonly reason: string;
}
