import type { Location, PolicyDocument } from '../../contracts.ts';

/** A standard queue. */
export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly location: Location;
  readonly created: Date;
  readonly kmsKeyArn?: string;
  policy?: PolicyDocument;
  /** All that were ever sent, oldest first. */
  readonly messages: HeldMessage[];
}

export interface HeldMessage {
  readonly messageId: string;
  readonly body: string;
  readonly sent: Date;
  /** Virtual milliseconds: a receiver has it to itself until then. */
  visibleFrom: number;
  /** The handles of its receptions; any of them deletes it. */
  readonly receipts: string[];
  firstReceived?: number;
  deleted: boolean;
}

/** `https://sqs.<region>.amazonaws.com/<account>/<name>` */
export function queueUrl({ location, name }: Queue): string {
  return `https://sqs.${location.region}.amazonaws.com/${location.accountId}/${name}`;
}
