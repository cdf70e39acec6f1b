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
  { role: 'VerifyPostgresql', taken: 'secretsmanager:GetSecretValue', step: 'VerifyDatabase' },
  { role: 'SwapNames', taken: 'Modify', step: 'SwapNames', denied: 'rds:ModifyDBCluster' },
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
