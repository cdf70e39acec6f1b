import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
} from '@aws-sdk/client-rds';
import type { MasterUserSecret } from '@aws-sdk/client-rds';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientSettings } from '../../plays/operator/client-settings.ts';
import { Operator } from '../../plays/operator/operator.ts';
import type { RehearsalOptions } from '../../plays/rehearse/rehearse.ts';
import { target } from '../../plays/scene/locations.ts';
import { observe } from '../../plays/scene/observe.ts';
import { kindOf } from '../../plays/scene/setting.ts';
import type { Setting } from '../../plays/scene/setting.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { playScene } from './scene.ts';
import type { Scene } from './scene.ts';
import { standard } from '../../plays/scene/standard-setting.ts';

/** A secret by its ARN, and what whoever reads it gets in the end: a password, or the error's name. */
export interface ReadSecret {
  readonly arn: string | undefined;
  readonly gives: string;
}

/** A rehearsal in which RDS managed the live database's master password. */
export interface ManagedScene extends Scene {
  /** Of the database that was live before the run, and of the one that is in the end. */
  readonly before: ReadSecret;
  readonly after: ReadSecret;
  /** What the live database lets its master user in with, in the end. */
  readonly password: string | undefined;
}

/** @param keyArn of the customer's own key that the secret is to be under */
export async function playManaged(
  changes: Partial<Setting>,
  options: Partial<RehearsalOptions> = {},
  keyOf: (simulator: Simulator) => string | undefined = () => undefined,
): Promise<ManagedScene> {
  const kind = kindOf({ ...standard, ...changes });
  let before: string | undefined;
  let secrets: Pick<ManagedScene, 'before' | 'after' | 'password'> | undefined;
  const scene = await playScene(changes, {
    ...options,
    onDatabases: async (simulator) => {
      await manageLive(kind, simulator, keyOf(simulator));
      before = (await secretOf(kind, simulator))?.SecretArn;
    },
    onCurtain: async (simulator) => {
      const after = (await secretOf(kind, simulator))?.SecretArn;
      secrets = {
        before: { arn: before, gives: await read(simulator, before) },
        after: { arn: after, gives: await read(simulator, after) },
        password: simulator.rds.master(target, 'orders')?.password,
      };
    },
  });
  if (!secrets) throw new Error('the rehearsal ended without a curtain');
  return { ...scene, ...secrets };
}

/** Has RDS manage the master password of the target's live database, as an operator does. */
async function manageLive(
  kind: 'cluster' | 'instance',
  simulator: Simulator,
  keyArn: string | undefined,
): Promise<void> {
  const wish = {
    ManageMasterUserPassword: true,
    MasterUserSecretKmsKeyId: keyArn,
    ApplyImmediately: true,
  };
  await asOperator(simulator, async (operator) => {
    const rds = operator.rds(target);
    if (kind === 'cluster') {
      await rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier: 'orders', ...wish }));
    } else {
      await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: 'orders', ...wish }));
    }
  });
  await simulator.clock.run(simulator.clock.sleep(5 * 60_000));
}

function secretOf(
  kind: 'cluster' | 'instance',
  simulator: Simulator,
): Promise<MasterUserSecret | undefined> {
  return asOperator(simulator, async (operator) => {
    const rds = operator.rds(target);
    if (kind === 'cluster') {
      const given = new DescribeDBClustersCommand({ DBClusterIdentifier: 'orders' });
      return (await rds.send(given)).DBClusters?.[0]?.MasterUserSecret;
    }
    const given = new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'orders' });
    return (await rds.send(given)).DBInstances?.[0]?.MasterUserSecret;
  });
}

async function read(simulator: Simulator, arn: string | undefined): Promise<string> {
  if (arn === undefined) return 'there is no secret';
  const client = new SecretsManagerClient(clientSettings(simulator, target));
  try {
    const { SecretString = '' } = await observe(simulator, () =>
      client.send(new GetSecretValueCommand({ SecretId: arn })),
    );
    return (JSON.parse(SecretString) as { readonly password: string }).password;
  } catch (error) {
    return (error as Error).name;
  } finally {
    client.destroy();
  }
}

async function asOperator<T>(
  simulator: Simulator,
  work: (operator: Operator) => Promise<T>,
): Promise<T> {
  const operator = new Operator(simulator);
  try {
    return await observe(simulator, () => work(operator));
  } finally {
    operator.close();
  }
}
