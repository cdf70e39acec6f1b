import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loginsOf } from '../../../../functions/lab/sql/logins.ts';
import type { LoginSettings } from '../../../../functions/lab/sql/logins.ts';
import { startWorld } from '../../shared/adapters/world.ts';
import type { World } from '../../shared/adapters/world.ts';

const settings: LoginSettings = {
  region: 'eu-central-1',
  hosts: { direct: 'lab.cluster.example', nlb: 'lab.elb.example', proxy: 'lab.proxy.example' },
  port: 5432,
  database: 'lab',
  user: 'probe',
  masterSecretArn: 'arn:aws:secretsmanager:eu-central-1:222222222222:secret:rds!cluster-1',
  login: 'iam',
};
let world: World;

beforeAll(async () => {
  world = await startWorld({ secretsmanager: ['GetSecretValue'] });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: world.simulator.url,
    AWS_ACCESS_KEY_ID: 'AKIATARGET',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => {
  world.reset();
  const SecretString = JSON.stringify({ username: 'admin', password: 'kept by RDS' });
  world.answer('GetSecretValue', () => ({ SecretString }));
});

describe('the logins of the lab', () => {
  // RDS User Guide, "Connecting to a database through RDS Proxy": the token is for the proxy's host.
  it.each([
    ['direct', 'probe', 'lab.cluster.example'],
    ['nlb', 'probe', 'lab.cluster.example'],
    ['proxy', 'admin', 'lab.proxy.example'],
  ] as const)(
    'by IAM one signs in on the path %s as %s with a token for %s',
    async (path, user, host) => {
      const login = await loginsOf(settings).of(path);

      expect(login).toMatchObject({ kind: 'token', user, database: 'lab' });
      expect(login.password).toMatch(new RegExp(`^${host}:5432/\\?Action=connect&DBUser=${user}&`));
      expect(login.password).not.toContain('kept by RDS');
    },
  );

  it('by IAM the secret is read for the proxy alone, and for the name in it', async () => {
    const logins = loginsOf(settings);
    await logins.of('direct');
    await logins.of('nlb');
    expect(world.met).toEqual([]);

    await logins.of('proxy');
    await logins.of('proxy');
    expect(world.met).toHaveLength(1);
  });

  it.each(['direct', 'nlb'] as const)(
    'by the secret one signs in on the path %s as the master',
    async (path) => {
      expect(await loginsOf({ ...settings, login: 'secret' }).of(path)).toEqual({
        kind: 'password',
        user: 'admin',
        password: 'kept by RDS',
        database: 'lab',
      });
    },
  );

  it('by the secret one signs in to the proxy by a token all the same: it takes nothing else', async () => {
    const login = await loginsOf({ ...settings, login: 'secret' }).of('proxy');

    expect(login).toMatchObject({ kind: 'token', user: 'admin' });
  });

  it('a secret that could not be read is read again', async () => {
    const logins = loginsOf({ ...settings, login: 'secret' });
    world.answer('GetSecretValue', () => ({}));
    await expect(logins.of('direct')).rejects.toMatchObject({ name: 'InvalidEnvironment' });
    const SecretString = JSON.stringify({ username: 'admin', password: 'later' });
    world.answer('GetSecretValue', () => ({ SecretString }));

    expect(await logins.of('direct')).toMatchObject({ password: 'later' });
  });
});
