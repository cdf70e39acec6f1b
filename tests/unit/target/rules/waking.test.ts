import { describe, expect, it } from '@jest/globals';
import { checkQuiet, nextWakingStep } from '../../../../functions/target/rules/waking.ts';
import { aDatabase, aMember } from '../../factories/databases.ts';
import { aRecoveryPlan } from '../../factories/plans.ts';

const own = { parameterGroup: 'own', securityGroups: ['sg-own'] };
const quiet = { parameterGroup: 'quiet', securityGroups: ['sg-quiet'] };
const [first, second] = aRecoveryPlan().members;
const plan = aRecoveryPlan({
  quiet,
  settings: own,
  members: [{ ...first!, settings: { parameterGroup: 'own-members' } }, second!],
});
const asleep = aDatabase({ settings: quiet, writer: first!.temporary });
const regrouped = { ...asleep, settings: own };
const writer = aMember({ identifier: first!.temporary, isWriter: true });
const reader = aMember({ identifier: second!.temporary });
const regroupedWriter = { ...writer, settings: { parameterGroup: 'own-members' } };

describe('nextWakingStep', () => {
  it('a database that was not restored quiet is awake', () => {
    expect(nextWakingStep(aRecoveryPlan({ settings: own }), asleep, [])).toEqual({
      type: 'awake',
    });
  });

  it('a quiet database gets its own groups first, and its members theirs', () => {
    expect(nextWakingStep(plan, asleep, [writer, reader])).toEqual({
      type: 'regroup',
      groups: own,
      members: [{ identifier: writer.identifier, parameterGroup: 'own-members' }],
    });
  });

  it('instances restart once their groups are their own, readers before the writer', () => {
    const waiting = { ...regrouped, toRestart: [writer.identifier, reader.identifier] };
    expect(nextWakingStep(plan, waiting, [regroupedWriter, reader])).toEqual({
      type: 'restart',
      identifiers: [reader.identifier],
    });
    const last = { ...regrouped, toRestart: [writer.identifier] };
    expect(nextWakingStep(plan, last, [regroupedWriter, reader])).toEqual({
      type: 'restart',
      identifiers: [writer.identifier],
    });
  });

  it('a member whose own group waits for a restart restarts too', () => {
    const waiting = { ...reader, isToRestart: true };
    expect(nextWakingStep(plan, regrouped, [regroupedWriter, waiting])).toEqual({
      type: 'restart',
      identifiers: [reader.identifier],
    });
  });

  it('a database is awake once nothing waits for a restart', () => {
    expect(nextWakingStep(plan, regrouped, [regroupedWriter, reader])).toEqual({ type: 'awake' });
  });

  it.each(['modifying', 'rebooting'])(
    'a database or a member that is %s is waited for',
    (status) => {
      expect(nextWakingStep(plan, { ...asleep, status }, [writer])).toMatchObject({ type: 'wait' });
      expect(nextWakingStep(plan, asleep, [{ ...writer, status }])).toMatchObject({ type: 'wait' });
    },
  );
});

describe('checkQuiet', () => {
  it.each([
    ['parameterGroup', 'DBParameterGroupName'],
    ['securityGroups', 'VpcSecurityGroupIds'],
  ] as const)('a quiet %s without one of its own is refused, naming %s', (name, parameter) => {
    const { [name]: _, ...others } = own;
    expect(() => checkQuiet({ quiet, settings: others })).toThrow(
      expect.objectContaining({
        name: 'InvalidPlan',
        message: expect.stringContaining(parameter),
      }),
    );
    expect(() => checkQuiet({ quiet, settings: own })).not.toThrow();
    expect(() => checkQuiet({ quiet: undefined, settings: {} })).not.toThrow();
  });
});
