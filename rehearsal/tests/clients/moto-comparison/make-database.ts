import { CreateDBClusterCommand, CreateDBInstanceCommand } from '@aws-sdk/client-rds';
import type { CreateDBClusterMessage, CreateDBInstanceMessage } from '@aws-sdk/client-rds';
import type { World } from './world.ts';

const made = {
  EngineVersion: '18.4',
  MasterUsername: 'keeper',
  MasterUserPassword: 'correct horse',
};

/** Makes a cluster without members, as an operator does. */
export async function makeCluster(
  { source }: World,
  settings: Omit<CreateDBClusterMessage, 'Engine'>,
): Promise<void> {
  await source.rds.send(
    new CreateDBClusterCommand({ ...made, Engine: 'aurora-postgresql', ...settings }),
  );
}

/** Makes a DB instance that stands alone, as an operator does. */
export async function makeInstance(
  { source }: World,
  settings: Omit<CreateDBInstanceMessage, 'Engine' | 'DBInstanceClass'>,
): Promise<void> {
  await source.rds.send(
    new CreateDBInstanceCommand({
      ...made,
      Engine: 'postgres',
      DBInstanceClass: 'db.m6g.large',
      AllocatedStorage: 20,
      ...settings,
    }),
  );
}
