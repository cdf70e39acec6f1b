import { describe, expect, it } from '@jest/globals';
import { denialOf, playAltered, takeOut } from './altered-templates.ts';

// `taken` as the template has it; `denied` is what AWS then names.
describe.each([
  { role: 'SourceWorkflow', taken: 'lambda:InvokeFunction', step: 'GiveWay' },
  { role: 'GiveWay', taken: 'states:ListExecutions', step: 'GiveWay' },
  {
    role: 'CreateSnapshot',
    taken: 'CreateSnapshot',
    step: 'CreateSnapshot',
    denied: 'rds:CreateDBClusterSnapshot',
  },
  { role: 'CopySnapshot', taken: 'kms:CreateGrant', step: 'CopySnapshot' },
  { role: 'NotifyTarget', taken: 'sns:Publish', step: 'NotifyTarget' },
])('$role of the place source without $taken', ({ role, taken, step, denied = taken }) => {
  it('the rehearsal fails at the step of the source whose permission is missing', async () => {
    const report = await playAltered('source', (template) => takeOut(template, role, taken));

    expect(denialOf(report)).toEqual({ status: 'FAILED', step, action: denied });
  });
});

describe("the recovery key's policy without the target", () => {
  it('a recovery key without the target in its policy fails Preflight and names kms:DescribeKey', async () => {
    const statements = ['Resources', 'RecoveryKey', 'Properties', 'KeyPolicy', 'Statement'];

    const { status, failure, databases } = await playAltered('recovery-key', (template) => {
      while (template.hasIn([...statements, 1])) template.deleteIn([...statements, 1]);
    });

    expect({ status, error: failure?.error }).toEqual({
      status: 'FAILED',
      error: 'Refused',
    });
    expect(failure?.cause).toMatch(
      /^at Preflight: AccessDenied\w*: .* is not authorized to perform: kms:DescribeKey .* no resource-based policy/,
    );
    expect(databases.map(({ role }) => role)).toEqual(['source, as captured', 'live, untouched']);
  });
});

describe("the topic's policy without the target", () => {
  // What the template had: the target might subscribe, and not read what CloudFormation then reads.
  it('a topic policy that allows sns:Subscribe alone has the subscription refused', async () => {
    const path = ['Resources', 'NoticesTopicPolicy', 'Properties', 'PolicyDocument', 'Statement'];

    await expect(
      playAltered('source', (template) => template.deleteIn([...path, 1])),
    ).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      message: expect.stringMatching(
        /222222222222.* not authorized to perform: sns:GetTopicAttributes/,
      ),
    });
  });

  it('a topic policy without the target has the deployment of the subscription refused', async () => {
    const path = ['Resources', 'NoticesTopicPolicy', 'Properties', 'PolicyDocument', 'Statement'];

    await expect(
      playAltered('source', (template) =>
        template.setIn([...path, 0, 'Principal', 'AWS'], 'arn:aws:iam::333333333333:root'),
      ),
    ).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      message: expect.stringMatching(/222222222222.* is not authorized to perform: sns:Subscribe/),
    });
  });
});
