import { describe, expect, it } from '@jest/globals';
import { StorageEncryptionType } from '@aws-sdk/client-rds';
import {
  checkRoute,
  copyKey,
  encryptionOf,
  encryptionWarnings,
  isShareable,
  restoreKey,
  sharedEncryption,
} from '../../../../functions/shared/rules/encryption.ts';
import type { Encryption } from '../../../../functions/shared/rules/encryption.ts';
import { targetKeyArn } from '../../factories/locations.ts';

const keyArn = 'arn:aws:kms:eu-west-1:111111111111:key/a';
const none: Encryption = { type: 'none' };
const managed: Encryption = { type: 'aws-managed', keyArn };
const customer: Encryption = { type: 'customer', keyArn };
const owned: Encryption = { type: 'aws-owned' };
const unknown: Encryption = { type: 'unknown', called: 'sse-next' };

describe('encryptionOf', () => {
  it.each([
    // AWS says how.
    ['none', { type: 'none', encrypted: false }, undefined, none],
    ['sse-rds', { type: 'sse-rds', encrypted: false }, undefined, owned],
    ['sse-rds, flagged', { type: 'sse-rds', encrypted: true }, undefined, owned],
    ['sse-kms, aws/rds', { type: 'sse-kms', encrypted: true, keyArn }, 'AWS', managed],
    ['sse-kms, a key', { type: 'sse-kms', encrypted: true, keyArn }, 'CUSTOMER', customer],
    ['another word', { type: 'sse-next', encrypted: false }, undefined, unknown],
    ['another word and a key', { type: 'sse-next', encrypted: true, keyArn }, 'AWS', unknown],
    // AWS leaves it out.
    ['nothing, unencrypted', { encrypted: false }, undefined, none],
    ['nothing, under aws/rds', { encrypted: true, keyArn }, 'AWS', managed],
    ['nothing, under a key', { encrypted: true, keyArn }, 'CUSTOMER', customer],
    ['nothing, without a key', { encrypted: true }, undefined, owned],
    ['nothing, with a left-over key', { encrypted: false, keyArn }, 'AWS', none],
  ] as const)(
    'encryptionOf tells storage of which AWS says %s',
    (_what, described, manager, expected) => {
      expect(encryptionOf(described, manager)).toEqual(expected);
    },
  );

  it('encryptionOf knows each StorageEncryptionType that the SDK knows', () => {
    for (const type of Object.values(StorageEncryptionType)) {
      const found = encryptionOf({ type, encrypted: true, keyArn }, 'CUSTOMER');
      expect(found.type).not.toBe('unknown');
    }
  });

  it('encryptionOf takes sse-kms without a key for something that it does not know', () => {
    expect(encryptionOf({ type: 'sse-kms', encrypted: true }, undefined)).toEqual({
      type: 'unknown',
      called: 'sse-kms without a KmsKeyId',
    });
  });

  it('only an encryption that is not known is warned of, by the word that AWS has for it', () => {
    expect([none, managed, customer, owned].flatMap(encryptionWarnings)).toEqual([]);
    expect(encryptionWarnings(unknown)).toEqual([expect.stringContaining('is "sse-next"')]);
  });
});

// Defect class: a key for an unencrypted cluster copy, none for an encrypted cross-Region one.
describe('copyKey', () => {
  it.each([
    ['cluster', none, undefined],
    ['cluster', managed, targetKeyArn],
    ['cluster', customer, targetKeyArn],
    ['cluster', owned, targetKeyArn],
    ['cluster', unknown, targetKeyArn],
    ['instance', none, targetKeyArn],
    ['instance', managed, targetKeyArn],
    ['instance', customer, targetKeyArn],
    ['instance', owned, targetKeyArn],
    ['instance', unknown, targetKeyArn],
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
    [unknown, undefined],
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
    [unknown, false],
  ] as const)('a snapshot under %o can be shared as it is: %s', (encryption, shareable) => {
    expect(isShareable(encryption)).toBe(shareable);
  });

  it.each([none, customer, managed, owned, unknown])(
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
    [unknown, `an encryption that this release doesn't know .*sse-next.*`],
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

describe('sharedEncryption', () => {
  it('a shared snapshot is unencrypted, or under the key that its notice names', () => {
    expect(sharedEncryption(undefined)).toEqual(none);
    expect(sharedEncryption(keyArn)).toEqual(customer);
  });
});
