import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { documentedActions } from './documented-actions.ts';
import { grantedActions } from './granted-actions.ts';

const page = await readFile('docs/permissions.md', 'utf8');

describe.each(['source', 'target', 'access'])('the place %s in docs/permissions.md', (place) => {
  it('docs/permissions.md names the functions and workflows that the stack has', async () => {
    const granted = await grantedActions(`stacks/${place}.yaml`);

    expect([...documentedActions(page, place).keys()].toSorted()).toEqual(
      [...granted.keys()].toSorted(),
    );
  });

  it('docs/permissions.md gives each function and workflow the actions that the stack gives it', async () => {
    const granted = await grantedActions(`stacks/${place}.yaml`);

    expect(Object.fromEntries(documentedActions(page, place))).toEqual(Object.fromEntries(granted));
  });
});

describe.each(['recovery-key', 'subscription', 'access-lattice', 'consumer'])(
  'the stack of the place %s',
  (place) => {
    it('a stack that docs/permissions.md leaves out has no functions', async () => {
      expect([...(await grantedActions(`stacks/${place}.yaml`)).keys()]).toEqual([]);
    });
  },
);
