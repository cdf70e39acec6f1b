import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { iamLogin, secretLogin } from '../../../../../functions/shared/adapters/sql/login.ts';
import { AwsError } from '../../../../../rehearsal/aws/contracts.ts';
import { startWorld } from '../world.ts';
import type { World } from '../world.ts';

const secretArn = 'arn:aws:secretsmanager:eu-central-1:222222222222:secret:orders';
const password = 'correct horse';
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
beforeEach(() => world.reset());

function login(SecretString: string | undefined): Promise<unknown> {
  world.answer('GetSecretValue', () => (SecretString === undefined ? {} : { SecretString }));
  return secretLogin('eu-central-1', secretArn)({ host: 'orders.example', port: 5432 });
}

describe('secretLogin', () => {
  it('a login from a secret takes user, password and database', async () => {
    const secret = { username: 'verifier', password, dbname: 'orders', engine: 'postgres' };
    expect(await login(JSON.stringify(secret))).toEqual({
      kind: 'password',
      user: 'verifier',
      password,
      database: 'orders',
    });
    expect(world.met[0]?.input).toEqual({ SecretId: secretArn });
  });

  it('a login from a secret works without a database', async () => {
    expect(await login(JSON.stringify({ username: 'verifier', password }))).toMatchObject({
      database: undefined,
    });
  });

  it('a login reads the secret again for each connection, so that a rotated one counts', async () => {
    const connect = secretLogin('eu-central-1', secretArn);
    for (const current of ['old', 'new']) {
      const SecretString = JSON.stringify({ username: 'verifier', password: current });
      world.answer('GetSecretValue', () => ({ SecretString }));
      expect(await connect({ host: 'orders.example', port: 5432 })).toMatchObject({
        password: current,
      });
    }
  });

  // Defect class: RDS took the password over, and the source's is refused ever after.
  it.each([
    ['the same user', 'verifier', 'taken over', ['orders', 'rds']],
    ['another user', 'keeper', password, ['orders']],
  ] as const)(
    "a login from a secret counts RDS's own secret where it is of %s",
    async (_, user, expected, read) => {
      const keptIn = secretArn.replace(/orders$/, 'rds');
      world.answer('GetSecretValue', ({ SecretId }) => {
        const current = SecretId === keptIn ? 'taken over' : password;
        const secret = { username: 'verifier', password: current, dbname: 'orders' };
        return {
          SecretString: JSON.stringify(
            SecretId === keptIn ? { ...secret, dbname: undefined } : secret,
          ),
        };
      });
      const at = { host: 'orders.example', port: 5432, master: { user, keptIn } };
      expect(await secretLogin('eu-central-1', secretArn)(at)).toEqual({
        kind: 'password',
        user: 'verifier',
        password: expected,
        database: 'orders',
      });
      expect(world.met.map(({ input }) => String(input['SecretId']).split(':').at(-1))).toEqual(
        read,
      );
    },
  );

  // Defect class: secret in state input, output or logs.
  it.each([
    ['no JSON', password, 'the document'],
    ['no text', undefined, 'the document'],
    ['a bare string', JSON.stringify(password), 'the document'],
    ['no user', JSON.stringify({ password }), 'username'],
    ['a user that is no text', JSON.stringify({ username: { password }, password }), 'username'],
    ['no password', JSON.stringify({ username: 'verifier', Password: password }), 'password'],
  ])(
    'a secret with %s is refused with what is wrong, without telling the secret',
    async (_what, text, wrong) => {
      const error = await login(text).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        name: 'InvalidEnvironment',
        message: expect.stringMatching(new RegExp(`${secretArn}.*wrong are: ${wrong}$`)),
      });
      expect(String(error) + JSON.stringify(error)).not.toContain(password);
    },
  );

  it('a login from a secret fails with the error of AWS', async () => {
    world.answer('GetSecretValue', () => {
      throw new AwsError('ResourceNotFoundException', "can't find the specified secret");
    });
    await expect(
      secretLogin('eu-central-1', secretArn)({ host: 'a', port: 1 }),
    ).rejects.toMatchObject({
      name: 'Refused',
    });
  });
});

it.each(['eu-central-1', 'cn-north-1'])(
  'a token in %s is signed for the host, port and user without a call of AWS',
  async (region) => {
    const connect = iamLogin(region, 'verifier', 'orders');
    const {
      kind,
      user,
      password: token,
      database,
    } = await connect({ host: 'orders.example', port: 5432 });
    expect({ kind, user, database }).toEqual({
      kind: 'token',
      user: 'verifier',
      database: 'orders',
    });
    expect(token).toMatch(/^orders\.example:5432\/\?.*Action=connect.*DBUser=verifier/);
    expect(decodeURIComponent(token)).toContain(`/${region}/rds-db/aws4_request`);
    expect(world.met).toEqual([]);
  },
);
