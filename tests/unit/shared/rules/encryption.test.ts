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
  ] as const)('encryptionOf tells storage that is %s', (_what, described, manager, expected) => {
    expect(encryptionOf(described, manager)).toEqual(expected);
  });
});

// Defect class: a key for an unencrypted cluster copy, none for an encrypted cross-Region one.
describe('copyKey', () => {
  it.each([
    ['cluster', none, undefined],
    ['cluster', managed, targetKeyArn],
    ['cluster', customer, targetKeyArn],
    ['cluster', owned, targetKeyArn],
    ['instance', none, targetKeyArn],
    ['instance', managed, targetKeyArn],
    ['instance', customer, targetKeyArn],
    ['instance', owned, targetKeyArn],
  ] as const)(
    'the copy of a %s under %o is encrypted with the key %s',
    (kind, encryption, expected) => {
      expect(copyKey(kind, encryption, targetKeyArn)).toBe(expected);
    },
  );
});

describe('restoreKey', () => {
  it.each([
    [none, targetKeyArn],
    [managed, undefined],
    [customer, undefined],
    [owned, undefined],
  ] as const)('a restore of a snapshot under %o names the key %s', (encryption, expected) => {
    expect(restoreKey(encryption, targetKeyArn)).toBe(expected);
  });
});

describe('isShareable and checkRoute', () => {
  it.each([
    [none, true],
    [customer, true],
    [managed, false],
    [owned, false],
  ] as const)('a snapshot under %o can be shared as it is: %s', (encryption, shareable) => {
    expect(isShareable(encryption)).toBe(shareable);
  });

  it.each([none, customer, managed, owned])(
    'the two-step route is accepted for %o',
    (encryption) => {
      expect(() => checkRoute(encryption, 'two-step')).not.toThrow();
    },
  );

  it.each([none, customer])('the one-call route is accepted for %o', (encryption) => {
    expect(() => checkRoute(encryption, 'one-call')).not.toThrow();
  });

  it.each([
    [managed, 'the aws/rds key'],
    [owned, 'an AWS-owned key'],
  ] as const)(
    'the one-call route is refused for %o, with the route that works',
    (encryption, key) => {
      expect(() => checkRoute(encryption, 'one-call')).toThrow(
        expect.objectContaining({
          name: 'EncryptionImpossible',
          message: expect.stringMatching(`${key} can't be shared.*set CopyRoute to two-step`),
        }),
      );
    },
  );
});
