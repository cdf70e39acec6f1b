import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ManagedSecret } from '../../aws/services/rds/context.ts';
import {
  cluster,
  clusterSnapshotWith,
  clusterWith,
  instance,
  instanceSnapshotWith,
  instanceWith,
  makeCluster,
  makeInstance,
} from './scenes.ts';
import { Simulator, sourceLocation as place } from './simulator.ts';

/** What Secrets Manager holds, by ARN. */
const held = new Map<string, ManagedSecret>();
let simulator: Simulator;

beforeEach(() => {
  held.clear();
  simulator = new Simulator({
    secrets: {
      make: (secret) => void held.set(secret.arn, secret),
      change: (arn, value) => {
        const secret = held.get(arn);
        if (!secret) throw new Error(`no secret ${arn}`);
        held.set(arn, { ...secret, value });
      },
      remove: (arn) => void held.delete(arn),
    },
  });
});

/** One kind of database, with what the API calls things. */
interface Kind {
  readonly make: (name: string) => Promise<unknown>;
  readonly call: (operation: string, input: object) => Promise<unknown>;
  readonly until: (
    name: string,
    status: string,
  ) => Promise<{ MasterUserSecret?: object | undefined }>;
  readonly snapshot: (name: string) => Promise<unknown>;
  readonly restore: (name: string, snapshot: string) => Promise<unknown>;
  readonly gone: (name: string) => Promise<boolean>;
  readonly secretName: RegExp;
  readonly tag: string;
}

const kinds: readonly (readonly [string, Kind])[] = [
  [
    'cluster',
    {
      make: (name) => makeCluster(simulator, place, name),
      call: (operation, { name, ...input }: { name?: string }) =>
        simulator.call(place, `${operation}DBCluster`, { DBClusterIdentifier: name, ...input }),
      until: (name, status) => clusterWith(simulator, place, name, status),
      snapshot: async (name) => {
        await simulator.call(place, 'CreateDBClusterSnapshot', {
          DBClusterIdentifier: name,
          DBClusterSnapshotIdentifier: 'captured',
        });
        await clusterSnapshotWith(simulator, place, 'captured', 'available');
      },
      restore: (name, snapshot) =>
        simulator.call(place, 'RestoreDBClusterFromSnapshot', {
          DBClusterIdentifier: name,
          SnapshotIdentifier: snapshot,
          Engine: 'aurora-postgresql',
        }),
      gone: async (name) => (await cluster(simulator, place, name)) === undefined,
      secretName: /:secret:rds!cluster-/,
      tag: 'aws:rds:primaryDBClusterArn',
    },
  ],
  [
    'instance',
    {
      make: (name) => makeInstance(simulator, place, name),
      call: (operation, { name, ...input }: { name?: string }) =>
        simulator.call(place, `${operation}DBInstance`, { DBInstanceIdentifier: name, ...input }),
      until: (name, status) => instanceWith(simulator, place, name, status),
      snapshot: async (name) => {
        await simulator.call(place, 'CreateDBSnapshot', {
          DBInstanceIdentifier: name,
          DBSnapshotIdentifier: 'captured',
        });
        await instanceSnapshotWith(simulator, place, 'captured', 'available');
      },
      restore: (name, snapshot) =>
        simulator.call(place, 'RestoreDBInstanceFromDBSnapshot', {
          DBInstanceIdentifier: name,
          DBSnapshotIdentifier: snapshot,
        }),
      gone: async (name) => (await instance(simulator, place, name)) === undefined,
      secretName: /:secret:rds!db-/,
      tag: 'aws:rds:primaryDBInstanceArn',
    },
  ],
];

const managed = { name: 'orders', ManageMasterUserPassword: true, ApplyImmediately: true };

describe.each(kinds)('a managed master password of a %s', (_kind, kind) => {
  const manage = async (input: object = {}): Promise<ManagedSecret> => {
    await kind.call('Modify', { ...managed, ...input });
    await kind.until('orders', 'resetting-master-credentials');
    await kind.until('orders', 'available');
    const [secret] = held.values();
    if (!secret) throw new Error('no secret was made');
    return secret;
  };

  it('Modify makes a secret, and a new password that the secret and the server have', async () => {
    await kind.make('orders');
    const secret = await manage();

    expect(secret.arn).toMatch(kind.secretName);
    expect(secret.tags).toMatchObject({ [kind.tag]: expect.stringMatching(/:orders$/) });
    expect(secret.value.password).not.toBe('correct horse');
    expect(simulator.rds.master(place, 'orders')).toEqual({
      user: 'keeper',
      password: secret.value.password,
    });
    expect(await kind.until('orders', 'available')).toMatchObject({
      MasterUserSecret: { SecretArn: secret.arn, SecretStatus: 'active' },
    });
  });

  it('Modify changes nothing of a password that is managed already', async () => {
    await kind.make('orders');
    const secret = await manage();
    await kind.call('Modify', managed);

    expect([...held.values()]).toEqual([secret]);
  });

  it('a rotation changes the password, on the server and in the same secret', async () => {
    await kind.make('orders');
    const before = await manage();
    await simulator.rds.rotateMasterPassword(place, 'orders');
    const [after] = held.values();

    expect(after?.arn).toBe(before.arn);
    expect(after?.value.password).not.toBe(before.value.password);
    expect(simulator.rds.master(place, 'orders')?.password).toBe(after?.value.password);
  });

  it("what is restored has the snapshot's password, and no secret", async () => {
    await kind.make('orders');
    const captured = await manage();
    await kind.snapshot('orders');
    await simulator.rds.rotateMasterPassword(place, 'orders');
    await kind.restore('restored', 'captured');

    expect(await kind.until('restored', 'available')).not.toHaveProperty('MasterUserSecret');
    expect(simulator.rds.master(place, 'restored')?.password).toBe(captured.value.password);
    expect(held.size).toBe(1);
  });

  it('the secret is deleted with its database', async () => {
    await kind.make('orders');
    await manage();
    await kind.call('Delete', { name: 'orders', SkipFinalSnapshot: true });
    await simulator.until(async () => ((await kind.gone('orders')) ? true : undefined));

    expect(held.size).toBe(0);
  });

  it.each(['secretsmanager:CreateSecret', 'secretsmanager:TagResource', 'kms:DescribeKey'])(
    'Modify is refused without %s',
    async (action) => {
      await kind.make('orders');
      simulator.denied.add(action);

      await expect(kind.call('Modify', managed)).rejects.toThrow(action);
      expect(held.size).toBe(0);
    },
  );

  it.each(['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:CreateGrant'])(
    'Modify is refused under a key of the caller without %s',
    async (action) => {
      await kind.make('orders');
      const key = simulator.keys.make(place, 'secrets');
      simulator.keys.forbidden.add(`${place.accountId} ${action} ${key}`);

      await expect(
        kind.call('Modify', { ...managed, MasterUserSecretKmsKeyId: key }),
      ).rejects.toMatchObject({ name: 'KMSKeyNotAccessibleFault' });
      expect(held.size).toBe(0);
    },
  );

  it("a secret is under the caller's own key where one is named", async () => {
    await kind.make('orders');
    const key = simulator.keys.make(place, 'secrets');

    expect((await manage({ MasterUserSecretKmsKeyId: key })).keyArn).toBe(key);
    expect(await kind.until('orders', 'available')).toMatchObject({
      MasterUserSecret: { KmsKeyId: key },
    });
  });
});
