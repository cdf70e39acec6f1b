import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { documentedActions } from './documented-actions.ts';
import { grantedActions } from './granted-actions.ts';

const page = await readFile('docs/permissions.md', 'utf8');

describe.each(['source', 'target', 'access'])('docs/permissions.md on the stack %s', (stack) => {
  it('names the functions and workflows that the stack has', async () => {
    const granted = await grantedActions(`stacks/${stack}.yaml`);

    expect([...documentedActions(page, stack).keys()].toSorted()).toEqual(
      [...granted.keys()].toSorted(),
    );
  });

  it('gives each the actions that the stack gives it', async () => {
    const granted = await grantedActions(`stacks/${stack}.yaml`);

    expect(Object.fromEntries(documentedActions(page, stack))).toEqual(Object.fromEntries(granted));
  });
});

describe.each(['recovery-key', 'subscription', 'access-lattice', 'consumer'])(
  'the stack %s',
  (stack) => {
    it('has no function that the page would owe a row', async () => {
      expect([...(await grantedActions(`stacks/${stack}.yaml`)).keys()]).toEqual([]);
    });
  },
);
