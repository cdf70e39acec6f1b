import { describe, expect, it } from '@jest/globals';
import { deployText } from './recording-simulator.ts';

function cluster(policy: string, transform = 'Transform: AWS::LanguageExtensions'): string {
  return `
${transform}
Parameters:
  Policy: { Type: String }
Conditions:
  Keeps: !Equals [!Ref Policy, Snapshot]
Resources:
  Cluster:
    Type: AWS::RDS::DBCluster
    DeletionPolicy: ${policy}
    Properties: { Engine: aurora-postgresql }
`;
}

describe('the language extensions', () => {
  it.each([
    ['!Ref Policy', 'Snapshot'],
    ['!Ref Policy', 'Delete'],
    ['!If [Keeps, Snapshot, Delete]', 'Delete'],
  ])('a deletion policy %s is decided by the parameter %s', async (policy, Policy) => {
    const { stack } = await deployText({ 'template.yaml': cluster(policy) }, { Policy });

    expect(Object.keys(stack.resources)).toEqual(['Cluster']);
  });

  it.each([
    ['comes to no policy', cluster('!Ref Policy')],
    ['has no language extensions', cluster('!Ref Policy', '')],
  ])('a deletion policy that %s is refused', async (_what, template) => {
    await expect(deployText({ 'template.yaml': template }, { Policy: 'Forget' })).rejects.toThrow(
      'the DeletionPolicy',
    );
  });
});
