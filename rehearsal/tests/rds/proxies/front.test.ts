import { ModifyDBProxyTargetGroupCommand } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { makeTokenAt } from '../iam-authentication/tokens.ts';
import { Front, allow, master, place, trust } from './front.ts';

jest.setTimeout(120_000);

const minute = 60_000;
const clientRole = `arn:aws:iam::${place.accountId}:role/client`;

describe('a proxy that asks for tokens', () => {
  let front: Front;
  beforeAll(async () => {
    front = await Front.open({ seed: 3, iamAuth: 'REQUIRED' });
  });
  afterAll(() => front.end());

  /** Lets the role of clients connect as users of a resource; a key of it. */
  const keyFor = (resource: string) => {
    const { authorizer, credentials } = front.simulator;
    authorizer.addRole(clientRole, {
      policies: [
        allow('rds-db:connect', `arn:aws:rds-db:eu-west-1:${place.accountId}:dbuser:${resource}`),
      ],
      managedPolicyArns: [],
      trustPolicy: trust('lambda.amazonaws.com'),
    });
    return credentials.issue(clientRole);
  };
  const signIn = async (
    more: { host?: string; user?: string; age?: number; resource?: string } = {},
  ): Promise<string> => {
    const { clock } = front;
    const password = await makeTokenAt(clock.now() - (more.age ?? 0), {
      host: more.host ?? front.host,
      port: 5432,
      user: more.user ?? master.user,
      region: place.region,
      key: keyFor(more.resource ?? 'prx-*/master'),
    });
    const client = await clock.run(front.client({ password }));
    const { rows } = await clock.run(clock.hold(() => client.query('SELECT current_user AS name')));
    return String(rows[0]?.['name']);
  };

  it('a token for the proxy’s own host lets the secret’s user in', async () => {
    expect(await signIn()).toBe(master.user);
    expect(front.simulator.authorizer.usedStatements().map(({ action }) => action)).toEqual(
      expect.arrayContaining(['rds-db:connect', 'secretsmanager:GetSecretValue']),
    );
  });

  it.each<[string, Parameters<typeof signIn>[0], string]>([
    ['16 minutes old', { age: 16 * minute }, 'a token signed within 900 s'],
    ['for another user', { user: 'probe' }, 'expected DBUser master'],
    [
      'for the cluster',
      { host: 'orders.cluster-x.eu-west-1.rds.amazonaws.com' },
      'expected front.proxy-',
    ],
    [
      'of a role that may connect to another resource',
      { resource: 'cluster-*/master' },
      'rds-db:connect',
    ],
    ['of a role that may connect as another user', { resource: 'prx-*/probe' }, 'rds-db:connect'],
  ])('a token %s is refused', async (_, more, why) => {
    const before = front.simulator.rds.signInErrors.length;
    const refused = signIn(more);
    await expect(refused).rejects.toThrow('The IAM authentication failed for the role master');
    await expect(refused).rejects.toThrow(why);
    expect(front.simulator.rds.signInErrors).toHaveLength(before + 1);
    expect(front.simulator.rds.signInErrors.at(-1)?.resourceId).toMatch(/^prx-/);
  });

  it('the password of the secret is no token', async () => {
    await expect(front.clock.run(front.client())).rejects.toThrow('IAM authentication failed');
  });
});

describe('a proxy in the network', () => {
  let front: Front;
  beforeAll(async () => {
    front = await Front.open({ seed: 4 });
  });
  afterAll(() => front.end());

  it('its certificate is not by RDS’s authority, and for no endpoint of its own', async () => {
    const ca = await readFile(front.simulator.engine.caFile, 'utf8');
    await expect(
      front.clock.run(front.client({ ssl: { ca, servername: front.host } })),
    ).rejects.toThrow(/unable to (verify|get)|self.signed/i);
    const side = await front.endpoint('side', 'READ_WRITE');
    const proxies = await front.simulator.proxyAuthority();
    await expect(
      front.clock.run(front.client({ ssl: { ca: proxies, servername: side } }, side)),
    ).rejects.toThrow('altnames');
  });

  it('a client in its VPC gets there, by the port of all proxies and past its security group', async () => {
    const { simulator, host } = front;
    const { subnets, securityGroupId } = simulator.network.vpcs.default(place);
    const subnetId = subnets[0]?.id ?? '';
    const member = simulator.client({ subnetId, securityGroupIds: [securityGroupId] });
    expect(member.reach(host, 5432)).toMatchObject({ kind: 'open' });
    expect(member.reach(host, 5433)).toEqual({ kind: 'refused' });
    expect(simulator.client({ subnetId }).reach(host, 5432)).toEqual({ kind: 'silent' });
  });

  it('a read-only endpoint leads to a reader, and goes on with another after a failover', async () => {
    const side = await front.endpoint('reports', 'READ_ONLY');
    const { clock } = front;
    const client = await clock.run(front.client({}, side));
    const ask = async (sql: string): Promise<unknown> => {
      const { rows } = await clock.run(clock.hold(() => client.query<{ it: unknown }>(sql)));
      return rows[0]?.it;
    };
    expect(await ask('SELECT pg_is_in_recovery() AS it')).toBe(true);
    await expect(ask('CREATE TABLE reports (id integer)')).rejects.toMatchObject({ code: '25006' });
    const port = await ask('SELECT inet_server_port() AS it');
    await front.during(() => front.simulator.rds.crashWriter(place, 'orders'));
    await clock.run(clock.sleep(5 * minute));
    expect(await ask('SELECT pg_is_in_recovery() AS it')).toBe(true);
    expect(await ask('SELECT inet_server_port() AS it')).not.toBe(port);
  });

  it('200 clients at once share the part of the connections that the target group allows', async () => {
    const { clock, simulator } = front;
    const asking = await clock.run(front.client());
    const { rows: places } = await clock.run(
      clock.hold(() => asking.query<{ max_connections: string }>('SHOW max_connections')),
    );
    await front.during(() =>
      front.rds.send(
        new ModifyDBProxyTargetGroupCommand({
          DBProxyName: 'front',
          TargetGroupName: 'default',
          ConnectionPoolConfig: { MaxConnectionsPercent: 4 },
        }),
      ),
    );
    const burst = Array.from({ length: 200 }, async (_, id) => {
      const client = await front.client();
      const { rows } = await clock.hold(() => client.query('SELECT $1::integer AS id', [id]));
      return Number(rows[0]?.['id']);
    });
    expect(await clock.run(Promise.all(burst))).toEqual(burst.map((_, id) => id));
    const figures = simulator.rds.proxies.figures(place, 'front');
    expect(figures?.clientConnections).toBe(201);
    const allowed = Math.floor((Number(places[0]?.max_connections) * 4) / 100);
    expect(figures?.databaseConnections).toBeLessThanOrEqual(allowed);
    expect(figures?.databaseConnections).toBeGreaterThan(0);
  });
});
