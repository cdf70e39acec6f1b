import {
  FailoverDBClusterCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { refusalReasons } from '../../aws/services/rds/iam-authentication/token-refusal.ts';
import type { TokenRefusal } from '../../aws/services/rds/iam-authentication/token-refusal.ts';
import { source, target } from '../../plays/scene/locations.ts';
import { observe } from '../../plays/scene/observe.ts';
import { kindOf } from '../../plays/scene/setting.ts';
import { altered } from '../rds/iam-authentication/tokens.ts';
import { IamDatabase, master } from './iam-database.ts';
import { rehearsedEngines } from './rehearsed-engines.ts';

jest.setTimeout(120_000);

const minute = 60_000;
const key = { accessKeyId: 'ASIANOBODY', secretAccessKey: 'guessed', sessionToken: 'guessed' };

/** A token for each reason to refuse one. */
const wrong: Readonly<Record<TokenRefusal['reason'], (database: IamDatabase) => Promise<string>>> =
  {
    shape: async () => 'a password',
    action: async (database) =>
      altered(await database.token(), (query) => query.set('Action', 'drop')),
    host: (database) => database.token({ host: 'invoices.example.com' }),
    port: (database) => database.token({ port: 3307 }),
    user: (database) => database.token({ user: 'master' }),
    region: (database) => database.token({ region: 'us-east-1' }),
    key: (database) => database.token({ key }),
    session: async (database) =>
      altered(await database.token(), (query) => query.delete('X-Amz-Security-Token')),
    signature: async (database) =>
      altered(await database.token(), (query) => query.set('X-Amz-Signature', '0'.repeat(64))),
    age: (database) => database.token({}, database.now - 16 * minute),
    permission: (database) =>
      database.token({ key: database.simulator.credentials.operator(source.accountId) }),
  };

describe.each(await rehearsedEngines())('IAM authentication of %s', (engine) => {
  const refusal = engine.includes('postgres')
    ? /^PAM authentication failed for user "probe"$/
    : /^Access denied for user 'probe'@'/;
  let database: IamDatabase;
  beforeAll(async () => {
    database = await IamDatabase.open({ engine });
  }, 120_000);
  afterAll(() => database.close());

  /** @param after how long it takes, in virtual milliseconds */
  async function modify(change: object, after: number): Promise<void> {
    const { operator, setting, simulator } = database;
    const client = operator.rds(target);
    const now = { ...change, ApplyImmediately: true };
    await observe(simulator, async () =>
      kindOf(setting) === 'cluster'
        ? client.send(new ModifyDBClusterCommand({ DBClusterIdentifier: 'orders', ...now }))
        : client.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: 'orders', ...now })),
    );
    await simulator.clock.run(simulator.clock.sleep(after));
  }

  it.each(['host', 'reader', 'instance'] as const)(
    'lets a token in that was made for its %s',
    async (name) => {
      const { [name]: host } = await database.names();

      expect(await database.signIn(await database.token({ host }), host)).toBe('probe');
    },
  );

  it.each(refusalReasons)('refuses a token by its %s, and logs why', async (reason) => {
    const token = await wrong[reason](database);

    await expect(database.signIn(token)).rejects.toThrow(refusal);
    expect(database.simulator.rds.signInErrors.at(-1)).toMatchObject({
      reason,
      user: 'probe',
      resourceId: expect.stringMatching(/^(cluster|db)-/),
    });
  });

  it('takes a token from nobody who is no user of IAM, and never without TLS', async () => {
    const before = database.simulator.rds.signInErrors.length;
    const ofMaster = await database.token({ user: master.user });

    await expect(database.signIn(ofMaster, undefined, master.user)).rejects.toThrow(
      /^password authentication failed for user "master"$|^Access denied for user 'master'@/,
    );
    await expect(
      database.signIn(await database.token(), undefined, 'probe', false),
    ).rejects.toThrow(/no encryption$|^Access denied for user 'probe'@/);
    expect(database.simulator.rds.signInErrors).toHaveLength(before);
    expect(await database.signIn(master.password, undefined, master.user)).toBe(master.user);
  });

  it('lets no token in while it is switched off', async () => {
    await modify({ EnableIAMDatabaseAuthentication: false }, 10 * minute);
    await expect(database.signIn(await database.token())).rejects.toThrow(
      /^connection requires a valid client certificate$|^Access denied for user 'probe'@'/,
    );
    expect(await database.signIn(master.password, undefined, master.user)).toBe(master.user);

    await modify({ EnableIAMDatabaseAuthentication: true }, 10 * minute);
    expect(await database.signIn(await database.token())).toBe('probe');
  });

  it('takes a token for the new name after a rename, and none for the old one', async () => {
    const { host: former } = await database.names();
    await modify(
      kindOf(database.setting) === 'cluster'
        ? { NewDBClusterIdentifier: 'renamed' }
        : { NewDBInstanceIdentifier: 'renamed' },
      30 * minute,
    );

    expect(await database.signIn(await database.token())).toBe('probe');
    await expect(database.signIn(await database.token({ host: former }))).rejects.toThrow(refusal);
  });
});

describe('IAM authentication of a cluster whose readers have servers', () => {
  it('a token is good at the writer and at the reader, before a failover and after it', async () => {
    const database = await IamDatabase.open({ readers: 1 }, { readerServers: true });
    try {
      const { host, reader } = await database.names();
      const everywhere = async (): Promise<readonly string[]> => [
        await database.signIn(await database.token(), host),
        await database.signIn(await database.token({ host: reader }), reader),
      ];
      expect(await everywhere()).toEqual(['probe', 'probe']);

      const client = database.operator.rds(target);
      await database.operator.act(
        database.setting,
        { location: target, identifier: 'orders' },
        () => client.send(new FailoverDBClusterCommand({ DBClusterIdentifier: 'orders' })),
      );

      expect(await everywhere()).toEqual(['probe', 'probe']);
    } finally {
      await database.close();
    }
  });
});
