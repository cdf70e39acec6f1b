import { describe, expect, it } from '@jest/globals';
import { isMap } from '../../rehearsal/aws/deployment/template-value.ts';
import type { TemplateMap, TemplateValue } from '../../rehearsal/aws/deployment/template-value.ts';
import { stacks } from './stacks.ts';

/** Properties with which a template gives a resource its name, in place of one that is made up. */
const naming = /^(Name|(Alias|LogGroup|Function|Topic|Queue|Alarm|Role|Policy|StateMachine)Name)$/;

const named = stacks.flatMap(({ file, declared }) =>
  declared.flatMap(({ logicalId, properties }) =>
    Object.entries(properties)
      .filter(([property]) => naming.test(property))
      // A Lambda permission says whom it is for.
      .filter(([, value]) => !isMap(value) || value['Ref'] === undefined)
      .map(([property, value]) => [`${file} ${logicalId}.${property}`, value] as const),
  ),
);

describe('row 11: two stacks in one account and Region', () => {
  it.each(named)('row 11: the name %s contains the name or id of its stack', (_what, value) => {
    expect(JSON.stringify(value)).toMatch(/AWS::Stack(Name|Id)/);
  });

  it('row 11: the check of names finds state machines, aliases and log groups', () => {
    expect(named.length).toBeGreaterThanOrEqual(8);
  });

  it.each(['source', 'target'])('the stack %s deletes only what is marked as its own', (stack) => {
    const conditions = deletions(`stacks/${stack}.yaml`);

    expect(conditions.length).toBeGreaterThan(0);
    for (const condition of conditions) {
      expect(condition).toMatchObject({
        StringEquals: { 'aws:ResourceTag/understudy:stack': { Ref: 'AWS::StackName' } },
      });
    }
  });

  it("row 11: the target may mark only its own secured copies, and no other stack's final snapshot", () => {
    const [target] = stacks.filter(({ file }) => file === 'stacks/target.yaml');
    const [prune] = (target?.declared ?? []).filter(
      ({ logicalId }) => logicalId === 'PruneSnapshots',
    );
    const marking = mapsIn(prune?.properties).filter(({ Action: action = '' }) =>
      [action].flat().includes('rds:AddTagsToResource'),
    );
    const stack = { 'aws:ResourceTag/understudy:stack': { Ref: 'AWS::StackName' } };

    expect(
      marking.map(({ Resource: resource, Condition: condition }) => [
        /\*-(secured|final)/.exec(JSON.stringify(resource))?.[1],
        condition,
      ]),
    ).toEqual([
      ['secured', { StringEquals: stack }],
      // AWS makes it without marks.
      ['final', { StringEqualsIfExists: stack }],
    ]);
  });

  it('row 11: each source stack of one database has metrics of its own', () => {
    const [source] = stacks.filter(({ file }) => file === 'stacks/source.yaml');
    const [alarms] = stacks.filter(({ file }) => file === 'stacks/workflow-alarms.yaml');
    const given = mapsIn(source?.template ?? {}).filter((map) => 'StackDimension' in map);
    const dimensions = mapsIn(alarms?.template ?? {}).flatMap(({ Dimensions: one }) =>
      JSON.stringify(one ?? []).includes('"database"') ? [JSON.stringify(one)] : [],
    );

    expect(given.map(({ StackDimension: name }) => name)).toEqual([{ Ref: 'AWS::StackName' }]);
    expect(dimensions).toHaveLength(5);
    expect(dimensions.filter((one) => !one.includes('"StackDimension"'))).toEqual([]);
  });
});

/** The conditions of every statement that lets snapshots be deleted. */
function deletions(file: string): readonly unknown[] {
  const [stack] = stacks.filter((one) => one.file === file);
  return mapsIn(stack?.template ?? {})
    .filter((map) => JSON.stringify(map['Action'] ?? '').includes('DeleteSnapshot'))
    .map((statement) => statement['Condition']);
}

function mapsIn(value: TemplateValue | undefined): readonly TemplateMap[] {
  if (Array.isArray(value)) return value.flatMap((item: TemplateValue) => mapsIn(item));
  if (!isMap(value)) return [];
  return [value, ...Object.values(value).flatMap(mapsIn)];
}
