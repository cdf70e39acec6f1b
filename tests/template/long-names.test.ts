import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { matchesWildcard } from '../../rehearsal/aws/authorization/wildcard.ts';
import {
  drillIdentifier,
  memberIdentifier,
  otherIdentifier,
  retiredIdentifier,
} from '../../functions/shared/rules/identifier.ts';
import { seeded } from '../unit/seeded.ts';
import { stacks } from './stacks.ts';
import { statementsOf } from './statements.ts';

const statements = stacks
  .flatMap(statementsOf)
  .filter(({ stack, type }) => stack === 'target' && type === 'AWS::IAM::Role');

const place = 'rds:${AWS::Region}:${AWS::AccountId}:';

/** Whether a function may do something to a database of a name, whatever tags that has. */
function mayTouch(
  holder: string,
  action: string,
  resource: string,
  parameters: Readonly<Record<string, string>>,
): boolean {
  return statements
    .filter((one) => one.holder === holder && one.actions.includes(action))
    .flatMap(({ resources }) => resources)
    .map((arn) =>
      Object.entries(parameters).reduce(
        (text, [name, value]) => text.replaceAll(`\${${name}}`, value),
        arn.replace(place, ''),
      ),
    )
    .some((pattern) => matchesWildcard(pattern, resource));
}

const names = fc
  .string({ unit: fc.constantFrom('a', 'z', '0', '-'), minLength: 1, maxLength: 63 })
  .map((text) => `o${text}`.replaceAll(/-+/g, '-').slice(0, 63).replace(/-$/, ''));

describe('the policies of functions, and names that have no room for a suffix', () => {
  it('who moves back or deletes a retired database may, however long the live name is', () => {
    fc.assert(
      fc.property(names, (live) => {
        const parameters = { ExistingDBClusterIdentifier: live };
        const retired = `<Database>:${retiredIdentifier(live, 'cluster-A')}`;
        expect(mayTouch('TerminateOldCluster', '<Delete>', retired, parameters)).toBe(true);
        expect(mayTouch('TerminateOldCluster', '<CreateSnapshot>', retired, parameters)).toBe(true);
        expect(mayTouch('RollBack', '<Modify>', retired, parameters)).toBe(true);
      }),
      seeded,
    );
  });

  it('who makes and deletes what a drill restores may, however long the temporary name is', () => {
    fc.assert(
      fc.property(names, (temporary) => {
        const parameters = { TempDBClusterIdentifier: temporary };
        const drill = `<Database>:${drillIdentifier(temporary)}`;
        expect(mayTouch('RestoreCluster', '<Restore>', drill, parameters)).toBe(true);
        expect(mayTouch('RestoreCluster', 'rds:AddTagsToResource', drill, parameters)).toBe(true);
        expect(
          mayTouch(
            'AddInstances',
            'rds:CreateDBInstance',
            drill.replace('<Database>', 'cluster'),
            parameters,
          ),
        ).toBe(true);
        expect(mayTouch('AddInstances', '<AddRole>', drill, parameters)).toBe(true);
        expect(mayTouch('DiscardCluster', '<Delete>', drill, parameters)).toBe(true);
      }),
      seeded,
    );
  });

  it('who makes and deletes instances may, however long their temporary names are', () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 0, max: 15 }), (name, index) => {
        const parameters = { Name: name, TempDBInstanceIdentifier: name };
        const drill = drillIdentifier(name);
        for (const base of [name, drill, otherIdentifier(name, 'x'), otherIdentifier(drill, 'x')]) {
          const instance = `db:${memberIdentifier(base, index)}`;
          for (const action of ['rds:CreateDBInstance', 'rds:AddTagsToResource']) {
            expect(mayTouch('AddInstances', action, instance, parameters)).toBe(true);
          }
          expect(mayTouch('DiscardCluster', 'rds:DeleteDBInstance', instance, parameters)).toBe(
            true,
          );
        }
      }),
      seeded,
    );
  });

  it.each(['orders', 'orders-retired', 'orders-restoring-drill-2', 'o'.repeat(62)])(
    'a database called %s is none that may be deleted for the length of its name',
    (other) => {
      const parameters = {
        ExistingDBClusterIdentifier: 'invoices',
        TempDBClusterIdentifier: 'invoices-restoring',
        Name: 'invoices-restoring-instance',
      };
      const cluster = `<Database>:${other}`;
      expect(mayTouch('TerminateOldCluster', '<Delete>', cluster, parameters)).toBe(false);
      expect(mayTouch('DiscardCluster', '<Delete>', cluster, parameters)).toBe(false);
      expect(mayTouch('DiscardCluster', 'rds:DeleteDBInstance', `db:${other}`, parameters)).toBe(
        false,
      );
    },
  );
});
