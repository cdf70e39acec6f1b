import { describe, expect, it } from '@jest/globals';
import { visit } from 'yaml';
import type { Node, YAMLSeq } from 'yaml';
import { denialOf, playAltered, takeOut } from './altered-templates.ts';

// A key's permission, a secret's and a tag's; the campaign needs every other one.
describe.each([
  { role: 'SecureSnapshot', taken: 'kms:ReEncryptFrom', step: 'SecureSnapshot' },
  { role: 'VerifyPostgresql', taken: 'secretsmanager:GetSecretValue', step: 'VerifyDatabase' },
  // The live database copies its tags to its snapshots.
  { role: 'TerminateOldCluster', taken: 'rds:AddTagsToResource', step: 'TerminateOldCluster' },
])('$role of the place target without $taken', ({ role, taken, step }) => {
  it('the rehearsal fails at the step of the target whose permission is missing', async () => {
    const report = await playAltered('target', (template) => takeOut(template, role, taken));

    expect(denialOf(report)).toEqual({ status: 'FAILED', step, action: taken });
  });
});

describe('StartRecovery without states:StartExecution', () => {
  it('the rehearsal fails when StartRecovery may not start an execution, although no run does', async () => {
    const { status, failure } = await playAltered('target', (template) =>
      takeOut(template, 'StartRecovery', 'states:StartExecution'),
    );

    expect({ status, error: failure?.error }).toEqual({
      status: 'FAILED',
      error: 'NothingStarted',
    });
    expect(failure?.cause).toContain('is not authorized to perform: states:StartExecution');
  });
});

// What the template had: the key's permissions for the copy and the restore alone.
describe('AddInstances without the key of its cluster', () => {
  it('a member is refused to who may not use the key of its cluster', async () => {
    const report = await playAltered('target', (template) => {
      const policies = ['Resources', 'AddInstances', 'Properties', 'Policies'];
      const { items } = template.getIn(policies) as YAMLSeq<Node>;
      const ofKey = items.findIndex((one) => one.toString().includes('UseTargetKeyThroughRds'));
      template.deleteIn([...policies, ofKey]);
    });

    expect(denialOf(report)).toEqual({
      status: 'FAILED',
      step: 'AddInstances',
      action: 'kms:DescribeKey',
    });
  });
});

// What the template had: lists of snapshots limited to the ARNs of snapshots.
describe('TerminateOldCluster with snapshots alone to list', () => {
  it('a list of snapshots is refused to who may not see the databases that they are of', async () => {
    const report = await playAltered('target', (template) => {
      visit(template.getIn(['Resources', 'TerminateOldCluster']) as Node, {
        // Of the two, the snapshots stay.
        Seq: (_key, { anchor, items }) => void (anchor === 'everySnapshot' && items.splice(1)),
      });
    });

    expect(denialOf(report)).toEqual({
      status: 'FAILED',
      step: 'TerminateOldCluster',
      action: 'rds:DescribeDBClusterSnapshots',
    });
  });
});
