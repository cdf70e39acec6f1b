import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  asksForSurroundings,
  largestMessage,
  readEnvelope,
  surroundingsEvent,
  writeEnvelope,
} from '../../../commands/dev/messages.ts';

const envelope = { id: 'event-1', deadline: 5, sealed: 'x' };

describe('a message', () => {
  it('a message is read as it was written', () => {
    expect(readEnvelope(writeEnvelope(envelope, 'event'))).toEqual(envelope);
  });

  it('a message may have one MiB, and no byte more', () => {
    const empty = Buffer.byteLength(JSON.stringify({ ...envelope, sealed: '' }));
    const sealed = randomBytes(largestMessage)
      .toString('base64')
      .slice(0, largestMessage - empty);

    expect(Buffer.byteLength(writeEnvelope({ ...envelope, sealed }, 'event'))).toBe(1_048_576);
    expect(() => writeEnvelope({ ...envelope, sealed: `${sealed}x` }, 'answer')).toThrow(
      'the answer has 1048577 bytes once it is packed and sealed, and a message of SQS at most 1048576',
    );
  });

  it.each(['', 'null', '[]', '{', '{"id":1,"deadline":5,"sealed":"x"}', '{"id":"a","deadline":5}'])(
    '%s is no message of ours',
    (text) => {
      expect(readEnvelope(text)).toBeUndefined();
    },
  );

  it('the reserved event is known, and no other is taken for it', () => {
    expect(asksForSurroundings(surroundingsEvent)).toBe(true);
    for (const event of [null, 'surroundings', {}, { 'understudy:live-code': 'allowed' }]) {
      expect(asksForSurroundings(event)).toBe(false);
    }
  });
});
