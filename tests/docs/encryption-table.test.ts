import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import {
  copyKey,
  isShareable,
  restoreKey,
  sharedEncryption,
} from '../../functions/shared/rules/encryption.ts';
import type { Encryption } from '../../functions/shared/rules/encryption.ts';
import type { DatabaseKind } from '../../functions/shared/rules/database.ts';

const databaseKey = "the database's key";
const recoveryKey = 'the recovery key';
const targetKey = "the target's key";

const situations: readonly (readonly [string, Encryption])[] = [
  ['unencrypted', { type: 'none' }],
  ['under `aws/rds`', { type: 'aws-managed', keyArn: databaseKey }],
  ['under a customer-managed key', { type: 'customer', keyArn: databaseKey }],
  ['under a key that AWS owns', { type: 'aws-owned' }],
];

/** A row as the rules have it: what is under which key, on either route. */
function row(source: string, encryption: Encryption, kind: DatabaseKind): string[] {
  const copied = copyKey(kind, encryption, recoveryKey);
  const asItIs = 'keyArn' in encryption ? encryption.keyArn : undefined;
  const shared = isShareable(encryption) ? [copied, asItIs] : [copied];
  const secured = shared.map((key) => copyKey(kind, sharedEncryption(key), targetKey));
  const restored = shared.map((key, index) =>
    kind === 'cluster'
      ? (restoreKey(sharedEncryption(key), targetKey) ?? secured[index])
      : secured[index],
  );
  return [
    source,
    kind,
    inWords([copied]),
    isShareable(encryption) ? inWords([asItIs]) : 'refused in Preflight',
    inWords(secured),
    inWords(restored),
  ];
}

/** The table has one column for both routes where they end alike. */
function inWords(keys: readonly (string | undefined)[]): string {
  return [...new Set(keys.map((key) => key ?? 'no key'))].join(' or ');
}

describe('the table of encryption in README.md', () => {
  it('says of each situation, kind and route what the rules do', async () => {
    const page = await readFile('README.md', 'utf8');
    const [, section = ''] = page.split('### Encryption\n');
    const [table = ''] = section.trim().split('\n\n');
    const [, , ...rows] = table.split('\n').map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

    expect(rows).toEqual(
      situations.flatMap(([source, encryption]) =>
        (['cluster', 'instance'] as const).map((kind) => row(source, encryption, kind)),
      ),
    );
  });
});
