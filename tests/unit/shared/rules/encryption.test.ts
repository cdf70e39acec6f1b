import { describe, expect, it } from '@jest/globals';
import {
  checkRoute,
  copyKey,
  encryptionOf,
  isShareable,
  restoreKey,
} from '../../../../functions/shared/rules/encryption.ts';
import type { Encryption } from '../../../../functions/shared/rules/encryption.ts';
import { targetKeyArn } from '../../factories/locations.ts';

const keyArn = 'arn:aws:kms:eu-west-1:111111111111:key/a';
const none: Encryption = { type: 'none' };
const managed: Encryption = { type: 'aws-managed', keyArn };
const customer: Encryption = { type: 'customer', keyArn };
const owned: Encryption = { type: 'aws-owned' };

describe('encryptionOf', () => {
  it.each([
    ['unencrypted', { encrypted: false }, undefined, none],
    ['under the aws/rds key', { encrypted: true, keyArn }, 'AWS', managed],
    ['under a customer-managed key', { encrypted: true, keyArn }, 'CUSTOMER', customer],
    ['encrypted without a key id', { encrypted: true }, undefined, owned],
    ['unencrypted with a left-over key id', { encrypted: false, keyArn }, 'AWS', none],
  ] as const)('reads storage that is %s', (_what, described, manager, expected) => {
    expect(encryptionOf(described, manager)).toEqual(expected);
  });
});

// Defect class: a key for an unencrypted cluster copy, none for an encrypted cross-Region one.
describe('the key of a copy', () => {
  it.each([
    ['cluster', none, undefined],
    ['cluster', managed, targetKeyArn],
    ['cluster', customer, targetKeyArn],
    ['cluster', owned, targetKeyArn],
    ['instance', none, targetKeyArn],
    ['instance', managed, targetKeyArn],
    ['instance', customer, targetKeyArn],
    ['instance', owned, targetKeyArn],
  ] as const)('of a %s under %o is %s', (kind, encryption, expected) => {
    expect(copyKey(kind, encryption, targetKeyArn)).toBe(expected);
  });
});

describe('the key of a restore', () => {
  it.each([
    [none, targetKeyArn],
    [managed, undefined],
    [customer, undefined],
    [owned, undefined],
  ] as const)('of a snapshot under %o is %s', (encryption, expected) => {
    expect(restoreKey(encryption, targetKeyArn)).toBe(expected);
  });
});

describe('sharing', () => {
  it.each([
    [none, true],
    [customer, true],
    [managed, false],
    [owned, false],
  ] as const)('what is under %o as it is: %s', (encryption, shareable) => {
    expect(isShareable(encryption)).toBe(shareable);
  });

  it.each([none, customer, managed, owned])('goes by two steps for %o', (encryption) => {
    expect(() => checkRoute(encryption, 'two-step')).not.toThrow();
  });

  it.each([none, customer])('goes by one call for %o', (encryption) => {
    expect(() => checkRoute(encryption, 'one-call')).not.toThrow();
  });

  it.each([
    [managed, 'the aws/rds key'],
    [owned, 'an AWS-owned key'],
  ] as const)("doesn't go by one call for %o, and says what does", (encryption, key) => {
    expect(() => checkRoute(encryption, 'one-call')).toThrow(
      expect.objectContaining({
        name: 'EncryptionImpossible',
        message: expect.stringMatching(`${key} can't be shared.*set CopyRoute to two-step`),
      }),
    );
  });
});
