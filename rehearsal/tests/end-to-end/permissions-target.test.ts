import { describe, expect, it } from '@jest/globals';
import { denialOf, playAltered, takeOut } from './altered-templates.ts';

// `taken` as the template has it; `denied` is what AWS then names.
describe.each([
  { role: 'SecureSnapshot', taken: 'kms:ReEncryptFrom', step: 'SecureSnapshot' },
  {
    role: 'RestoreCluster',
    taken: 'Restore',
    step: 'RestoreCluster',
    denied: 'rds:RestoreDBClusterFromSnapshot',
  },
  { role: 'AddInstances', taken: 'kms:CreateGrant', step: 'AddInstances' },
  { role: 'VerifyPostgresql', taken: 'secretsmanager:GetSecretValue', step: 'VerifyDatabase' },
  { role: 'SwapNames', taken: 'Modify', step: 'SwapNames', denied: 'rds:ModifyDBCluster' },
  // The live database copies its tags to its snapshots.
  { role: 'TerminateOldCluster', taken: 'rds:AddTagsToResource', step: 'TerminateOldCluster' },
])('$role of the place target without $taken', ({ role, taken, step, denied = taken }) => {
  it('the rehearsal fails at the step of the target whose permission is missing', async () => {
    const report = await playAltered('target', (template) => takeOut(template, role, taken));

    expect(denialOf(report)).toEqual({ status: 'FAILED', step, action: denied });
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

// What the template had: lists of snapshots limited to the ARNs of snapshots.
describe('TerminateOldCluster with snapshots alone to list', () => {
  it('a list of snapshots is refused to who may not see the databases that they are of', async () => {
    const report = await playAltered('target', (template) => {
      const statements = ['Policies', 2, 'Statement'];
      const list = ['Resources', 'TerminateOldCluster', 'Properties', ...statements, 3];
      // Of the two, the snapshots stay.
      template.deleteIn([...list, 'Resource', 1]);
    });

    expect(denialOf(report)).toEqual({
      status: 'FAILED',
      step: 'TerminateOldCluster',
      action: 'rds:DescribeDBClusterSnapshots',
    });
  });
});
