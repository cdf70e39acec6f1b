import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { documentedActions } from './documented-actions.ts';
import { grantedActions } from './granted-actions.ts';

const page = await readFile('docs/permissions.md', 'utf8');

describe.each(['source', 'target', 'access', 'lab'])(
  'docs/permissions.md on the stack %s',
  (stack) => {
    it('docs/permissions.md names the functions and workflows that the stack has', async () => {
      const granted = await grantedActions(`stacks/${stack}.yaml`);

      expect([...documentedActions(page, stack).keys()].toSorted()).toEqual(
        [...granted.keys()].toSorted(),
      );
    });

    it('docs/permissions.md gives each function and workflow the actions that the stack gives it', async () => {
      const granted = await grantedActions(`stacks/${stack}.yaml`);

      expect(Object.fromEntries(documentedActions(page, stack))).toEqual(
        Object.fromEntries(granted),
      );
    });
  },
);

describe.each(['recovery-key', 'subscription', 'access-lattice', 'consumer'])(
  'the stack %s',
  (stack) => {
    it('a stack that docs/permissions.md leaves out has no functions', async () => {
      expect([...(await grantedActions(`stacks/${stack}.yaml`)).keys()]).toEqual([]);
    });
  },
);
