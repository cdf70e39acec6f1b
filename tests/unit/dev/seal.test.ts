import { describe, expect, it } from '@jest/globals';
import { newEventSeals, newOwnKey } from '../../../commands/dev/seal.ts';

const secret = { AWS_SECRET_ACCESS_KEY: 'not for everybody' };

function pair(id = 'event-1') {
  const command = newOwnKey();
  const stub = newEventSeals(id, command.publicKey);
  return { command, stub, seals: command.sealsFor(id, stub.key) };
}

describe('a seal', () => {
  it('each side opens what the other one closes', () => {
    const { stub, seals } = pair();

    expect(seals.request.open(stub.request.close(secret))).toEqual(secret);
    expect(stub.answer.open(seals.answer.close(secret))).toEqual(secret);
  });

  it('what is sent shows nothing of what it says', () => {
    const { stub } = pair();
    const sealed = stub.request.close(secret);

    expect(sealed).not.toContain('everybody');
    expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('everybody');
    expect(stub.request.close(secret)).not.toBe(sealed);
  });

  it.each([
    [
      'another command',
      ({ stub }: ReturnType<typeof pair>) => newOwnKey().sealsFor('event-1', stub.key),
    ],
    [
      'another event',
      ({ command, stub }: ReturnType<typeof pair>) => command.sealsFor('event-2', stub.key),
    ],
    [
      'another stub',
      ({ command }: ReturnType<typeof pair>) => command.sealsFor('event-1', pair().stub.key),
    ],
  ])('%s opens nothing', (_who, sealsOf) => {
    const parties = pair();
    const sealed = parties.stub.request.close(secret);

    expect(() => sealsOf(parties).request.open(sealed)).toThrow('unable to authenticate data');
  });

  it('an answer is no request, and a changed one is nothing', () => {
    const { stub, seals } = pair();
    const sealed = seals.answer.close(secret);
    const changed = Buffer.from(sealed, 'base64');
    changed[30] = (changed[30] ?? 0) ^ 1;

    expect(() => seals.request.open(sealed)).toThrow('unable to authenticate data');
    expect(() => stub.answer.open(changed.toString('base64'))).toThrow(
      'unable to authenticate data',
    );
    expect(() => stub.answer.open('')).toThrow('Invalid initialization vector');
  });
});
