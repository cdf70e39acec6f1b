import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { nextRemovalStep as nextStep } from '../../../../functions/target/rules/removal.ts';
import type { Removable, RemovableMember } from '../../../../functions/target/rules/removal.ts';
import { seeded } from '../../seeded.ts';

const nextRemovalStep = (
  database: Removable | undefined,
  members: readonly RemovableMember[],
  withSnapshot = true,
) => nextStep(database, members, { withSnapshot });
const cluster: Removable = {
  kind: 'cluster',
  identifier: 'old',
  status: 'available',
  deletionProtection: false,
};
const writer: RemovableMember = { identifier: 'old-1', status: 'available', isWriter: true };
const reader: RemovableMember = { identifier: 'old-2', status: 'available', isWriter: false };

describe('nextRemovalStep', () => {
  it('a removal is done once the database is gone', () => {
    expect(nextRemovalStep(undefined, [])).toEqual({ type: 'done' });
  });

  it('a removal begins with the readers', () => {
    expect(nextRemovalStep(cluster, [writer, reader])).toEqual({
      type: 'delete-members',
      identifiers: ['old-2'],
    });
  });

  it('a removal deletes the writer once the readers are being deleted', () => {
    expect(nextRemovalStep(cluster, [writer, { ...reader, status: 'deleting' }])).toEqual({
      type: 'delete-members',
      identifiers: ['old-1'],
    });
  });

  it('a removal deletes the database last', () => {
    expect(nextRemovalStep(cluster, [{ ...writer, status: 'deleting' }])).toEqual({
      type: 'delete-database',
    });
  });

  // AWS deletes what has failed, but can't take a snapshot of it.
  it.each(['failed', 'incompatible-restore'])(
    'a removal deletes a database that is %s only without a final snapshot',
    (status) => {
      const broken = { ...cluster, status };
      expect(nextRemovalStep(broken, [], false)).toEqual({ type: 'delete-database' });
      expect(nextRemovalStep(broken, [], true)).toMatchObject({ type: 'wait' });
    },
  );

  it.each(['backing-up', 'modifying', 'deleting'])(
    'a removal waits while the database is %s',
    (status) => {
      const busy = { ...cluster, status };
      const waiting = { type: 'wait', waitingFor: `"old" (${status})` };
      expect(nextRemovalStep(busy, [], true)).toEqual(waiting);
      expect(nextRemovalStep(busy, [], false)).toEqual(waiting);
    },
  );

  it('a removal asks for nothing more once the database is being deleted', () => {
    const going = { ...cluster, status: 'deleting', deletionProtection: true };
    expect(nextRemovalStep(going, [writer, reader])).toMatchObject({ type: 'wait' });
  });

  // Defect class: members deleted, then protection found.
  it('a removal deletes nothing of a protected database, whatever its members are', () => {
    const member = fc.record({
      identifier: fc.constantFrom('a', 'b', 'c'),
      status: fc.constantFrom('available', 'creating', 'failed', 'deleting'),
      isWriter: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(member),
        fc.constantFrom('available', 'backing-up', 'failed'),
        (members, status) => {
          const guarded = { ...cluster, status, deletionProtection: true };
          expect(nextRemovalStep(guarded, members)).toEqual({ type: 'protected' });
        },
      ),
      seeded,
    );
  });

  it('a removal ends from any state, in the order readers, writer, database', () => {
    const members = fc
      .integer({ min: 0, max: 15 })
      .chain((readers) =>
        fc.tuple(
          fc.constant(readers),
          fc.array(fc.boolean(), { minLength: readers + 1, maxLength: readers + 1 }),
          fc.array(fc.nat({ max: 16 }), { maxLength: 40 }),
        ),
      );
    fc.assert(
      fc.property(members, ([readers, deleting, refusals]) => {
        const order = remove(readers, deleting, refusals);
        const roles = order.filter((role, index) => role !== order[index - 1]);
        expect(
          ['reader', 'writer', 'database', 'done'].filter((role) => roles.includes(role)),
        ).toEqual(roles);
        expect(roles.slice(-2)).toEqual(['database', 'done']);
      }),
      seeded,
    );
  });
});

/**
 * Takes the steps of a removal until it is done.
 * @param refusals which member AWS refuses to delete, one for each turn
 * @returns the role of what was asked to be deleted, in order
 */
function remove(
  readers: number,
  deleting: readonly boolean[],
  refusals: readonly number[],
): string[] {
  const order: string[] = [];
  const busy = [...refusals];
  let database: Removable | undefined = cluster;
  let left: RemovableMember[] = Array.from({ length: readers + 1 }, (_, index) => ({
    identifier: `old-${index}`,
    status: deleting[index] ? 'deleting' : 'available',
    isWriter: index === 0,
  }));
  for (let turn = 0; turn < 100; turn += 1) {
    const step = nextRemovalStep(database, left);
    if (step.type === 'done') return [...order, 'done'];
    if (step.type === 'delete-members') {
      const refused = `old-${busy.shift()}`;
      const going = step.identifiers.filter((identifier) => identifier !== refused);
      const chosen = left.filter(({ identifier }) => step.identifiers.includes(identifier));
      order.push(...chosen.map(({ isWriter }) => (isWriter ? 'writer' : 'reader')));
      left = left.map((one) =>
        going.includes(one.identifier) ? { ...one, status: 'deleting' } : one,
      );
    } else if (step.type === 'delete-database') {
      order.push(left.every(({ status }) => status === 'deleting') ? 'database' : 'too early');
      database = { ...cluster, status: 'deleting' };
    } else {
      left = [];
      database = undefined;
    }
  }
  throw new Error('the removal goes on and on');
}
