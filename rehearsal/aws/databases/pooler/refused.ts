import type { Refusal } from '../postgresql/protocol/messages.ts';

/** The proxy doesn't serve a client, and tells it why. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}
