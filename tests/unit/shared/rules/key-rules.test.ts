import { expect, it } from '@jest/globals';
import { checkKey } from '../../../../functions/shared/rules/key-rules.ts';
import { recoveryKeyArn } from '../../factories/locations.ts';

const usable = { manager: 'CUSTOMER', state: 'Enabled' } as const;

it('checkKey accepts an enabled customer-managed key of the Region', () => {
  expect(() => checkKey(recoveryKeyArn, usable, 'eu-central-1', 'the key')).not.toThrow();
});

it.each([
  ['is in another Region', usable, 'eu-west-1'],
  ["doesn't exist", undefined, 'eu-central-1'],
  ['is AWS-managed', { ...usable, manager: 'AWS' }, 'eu-central-1'],
  ['is Disabled', { ...usable, state: 'Disabled' }, 'eu-central-1'],
  ['is PendingDeletion', { ...usable, state: 'PendingDeletion' }, 'eu-central-1'],
  ['is PendingImport', { ...usable, state: 'PendingImport' }, 'eu-central-1'],
] as const)('checkKey refuses a key that %s', (problem, key, region) => {
  expect(() => checkKey(recoveryKeyArn, key, region, 'the recovery key (KMSKey)')).toThrow(
    expect.objectContaining({
      name: 'KeyUnusable',
      message: expect.stringMatching(
        new RegExp(
          `^the recovery key \\(KMSKey\\) ${recoveryKeyArn} ${problem}.*` +
            `expected an enabled customer-managed key in ${region}`,
        ),
      ),
    }),
  );
});
