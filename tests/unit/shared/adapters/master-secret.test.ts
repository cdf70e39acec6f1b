import { RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { rdsAnswers } from '../../../../functions/shared/adapters/answers/rds.ts';
import { readMasterSecret } from '../../../../functions/shared/adapters/master-secret.ts';
import { instances } from '../../../../functions/shared/adapters/rds-instances.ts';
import { targetKeyArn } from '../../factories/locations.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => void (world = await startWorld({ rds: ['ModifyDBInstance'] })));
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => world.reset());

it("a DB instance's master password is taken over at once, under the key", async () => {
  world.answer('ModifyDBInstance', () => ({}));
  await instances(
    sortFailures(new RDSClient(world.simulator.client), rdsAnswers),
  ).manageMasterPassword('a', targetKeyArn);
  expect(world.met[0]?.input).toEqual({
    DBInstanceIdentifier: 'a',
    ManageMasterUserPassword: true,
    MasterUserSecretKmsKeyId: targetKeyArn,
    ApplyImmediately: true,
  });
});

it('a managed master password is read with its user, its state and its key', () => {
  const MasterUserSecret = { SecretArn: 'arn', SecretStatus: 'rotating', KmsKeyId: targetKeyArn };
  expect(readMasterSecret({ MasterUsername: 'keeper', MasterUserSecret })).toEqual({
    arn: 'arn',
    user: 'keeper',
    status: 'rotating',
    keyArn: targetKeyArn,
  });
});

it.each([
  ['nothing', {}],
  ['a secret without an ARN', { MasterUserSecret: { SecretStatus: 'creating' } }],
])('a description with %s has no managed master password', (_, described) => {
  expect(readMasterSecret(described)).toBeUndefined();
});
