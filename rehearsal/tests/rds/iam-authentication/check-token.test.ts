import { describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../../aws/authorization/authorizer.ts';
import { checkToken } from '../../../aws/services/rds/iam-authentication/check-token.ts';
import type {
  IssuedKey,
  SignIn,
  TokenAuthority,
} from '../../../aws/services/rds/iam-authentication/check-token.ts';
import { refusalReasons } from '../../../aws/services/rds/iam-authentication/token-refusal.ts';
import type { TokenRefusal } from '../../../aws/services/rds/iam-authentication/token-refusal.ts';
import { lambdaTrust, operator, policy, role, source, target } from '../../authorization/people.ts';
import { altered, makeToken, signedAnew } from './tokens.ts';

const location = { accountId: source, region: 'eu-west-1' };
const host = 'orders.cluster-c1.eu-west-1.rds.amazonaws.com';
const reader = 'orders.cluster-ro-c1.eu-west-1.rds.amazonaws.com';
const minute = 60_000;

const key: IssuedKey = {
  accessKeyId: 'ASIAROLE',
  secretAccessKey: 'the secret of the role',
  sessionToken: 'its session/+=',
  holder: role(),
};
/** Permanent credentials have no session. */
const person: IssuedKey = {
  accessKeyId: 'AKIAPERSON',
  secretAccessKey: 'the secret of a person',
  holder: operator(),
};
/** May do everything, in another account. */
const stranger: IssuedKey = { ...person, accessKeyId: 'AKIAOTHER', holder: operator(target) };

const good = { host, port: 5432, user: 'probe', region: 'eu-west-1', key };
const signIn = { user: 'probe', hosts: [host, reader], port: 5432, resourceId: 'cluster-A1' };

function authority(more: Partial<TokenAuthority> & { resource?: string } = {}): TokenAuthority {
  const resource = more.resource ?? `arn:aws:rds-db:eu-west-1:${source}:dbuser:cluster-A1/probe`;
  const authorizer = new Authorizer();
  authorizer.addRole(role().roleArn, {
    policies: [policy({ Effect: 'Allow', Action: 'rds-db:connect', Resource: resource })],
    managedPolicyArns: [],
    trustPolicy: lambdaTrust,
  });
  const keys = [key, person, stranger];
  return {
    now: () => Date.now(),
    issuedKey: (id) => keys.find(({ accessKeyId }) => accessKeyId === id),
    authorizer,
    ...more,
  };
}

function check(
  token: string,
  more: Partial<TokenAuthority> & { resource?: string } = {},
  at: Partial<SignIn> = {},
): Promise<TokenRefusal | undefined> {
  return checkToken({ ...signIn, location, token, ...at }, authority(more));
}

describe('a token that the SDK made', () => {
  it.each([
    ['by a role, for the cluster', good],
    ['for the reader endpoint of the same cluster', { ...good, host: reader }],
    ['by a person with permanent credentials', { ...good, key: person }],
  ])('is good: %s', async (_title, maker) => {
    expect(await check(await makeToken(maker))).toBeUndefined();
  });

  it('is good for 15 minutes', async () => {
    const token = await makeToken(good);
    const now = Date.now() + 15 * minute - 1000;

    expect(await check(token, { now: () => now })).toBeUndefined();
  });

  it('is good where a policy has a pattern for the resource id', async () => {
    const resource = `arn:aws:rds-db:eu-west-1:${source}:dbuser:*/probe`;

    expect(await check(await makeToken(good), { resource })).toBeUndefined();
  });

  it('is recorded as a use of the statement that allows it', async () => {
    const { authorizer, ...rest } = authority();

    await checkToken(
      { ...signIn, location, token: await makeToken(good) },
      { ...rest, authorizer },
    );

    expect((authorizer as Authorizer).usedStatements()).toMatchObject([
      {
        action: 'rds-db:connect',
        resource: `arn:aws:rds-db:eu-west-1:${source}:dbuser:cluster-A1/probe`,
      },
    ]);
    expect((authorizer as Authorizer).unusedStatements()).toEqual([]);
  });
});

interface Wrong {
  readonly title: string;
  readonly reason: TokenRefusal['reason'];
  readonly token?: string | Promise<string>;
  readonly change?: (query: URLSearchParams) => void;
  readonly authority?: Partial<TokenAuthority> & { resource?: string };
  readonly at?: Partial<SignIn>;
}

const later = (milliseconds: number): Pick<TokenAuthority, 'now'> => {
  const now = Date.now() + milliseconds;
  return { now: () => now };
};

const wrong: readonly Wrong[] = [
  { title: 'nothing', reason: 'shape', token: '' },
  { title: 'a password', reason: 'shape', token: 'hunter2' },
  {
    title: 'a URL with its scheme',
    reason: 'shape',
    token: `https://${host}:5432/?Action=connect`,
  },
  {
    title: 'another path',
    reason: 'shape',
    token: makeToken(good).then((token) => token.replace('/?', '/path?')),
  },
  ...[
    'Action',
    'DBUser',
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
  ].map((name): Wrong => ({
    title: `no ${name}`,
    reason: 'shape',
    change: (query) => query.delete(name),
  })),
  { title: 'two users', reason: 'shape', change: (query) => query.append('DBUser', 'admin') },
  {
    title: 'another algorithm',
    reason: 'shape',
    change: (query) => query.set('X-Amz-Algorithm', 'AWS4-HMAC-SHA1'),
  },
  {
    title: 'other signed headers',
    reason: 'shape',
    change: (query) => query.set('X-Amz-SignedHeaders', 'host;date'),
  },
  { title: 'no date', reason: 'shape', change: (query) => query.set('X-Amz-Date', 'today') },
  {
    title: 'no month',
    reason: 'shape',
    change: (query) => query.set('X-Amz-Date', '20261301T000000Z'),
  },
  { title: 'no number', reason: 'shape', change: (query) => query.set('X-Amz-Expires', 'never') },
  {
    title: 'half a credential scope',
    reason: 'shape',
    change: (query) => query.set('X-Amz-Credential', 'ASIAROLE/20260302'),
  },
  { title: 'another action', reason: 'action', change: (query) => query.set('Action', 'drop') },
  {
    title: 'the host of another database',
    reason: 'host',
    token: makeToken({ ...good, host: host.replace('orders', 'invoices') }),
  },
  { title: 'a CNAME', reason: 'host', token: makeToken({ ...good, host: 'db.example.com' }) },
  { title: 'another port', reason: 'port', token: makeToken({ ...good, port: 5433 }) },
  { title: 'another user', reason: 'user', token: makeToken({ ...good, user: 'admin' }) },
  {
    title: 'a login as another user',
    reason: 'user',
    at: { user: 'admin' },
  },
  { title: 'another Region', reason: 'region', token: makeToken({ ...good, region: 'us-east-1' }) },
  {
    title: 'a database in another Region',
    reason: 'region',
    at: { location: { accountId: source, region: 'us-east-1' } },
  },
  {
    title: 'a signature for another service',
    reason: 'region',
    change: (query) =>
      query.set('X-Amz-Credential', String(query.get('X-Amz-Credential')).replace('rds-db', 'rds')),
  },
  {
    title: 'a key that nobody has',
    reason: 'key',
    token: makeToken({ ...good, key: { ...key, accessKeyId: 'ASIANOBODY' } }),
  },
  {
    title: 'no session token',
    reason: 'session',
    change: (query) => query.delete('X-Amz-Security-Token'),
  },
  {
    title: 'the session token of somebody else',
    reason: 'session',
    token: makeToken({ ...good, key: { ...key, sessionToken: 'another' } }),
  },
  {
    title: 'a session token with permanent credentials',
    reason: 'session',
    token: makeToken({ ...good, key: { ...person, sessionToken: 'one' } }),
  },
  {
    title: 'the secret of somebody else',
    reason: 'signature',
    token: makeToken({ ...good, key: { ...key, secretAccessKey: 'guessed' } }),
  },
  {
    title: 'a tampered signature',
    reason: 'signature',
    change: (query) => query.set('X-Amz-Signature', '0'.repeat(64)),
  },
  {
    title: 'a signature of another length',
    reason: 'signature',
    change: (query) => query.set('X-Amz-Signature', 'ff'),
  },
  {
    title: 'a later date than was signed',
    reason: 'signature',
    change: (query) => query.set('X-Amz-Date', '20991231T235959Z'),
  },
  {
    title: 'a longer life than was signed',
    reason: 'signature',
    change: (query) => query.set('X-Amz-Expires', '899'),
  },
  {
    title: 'more than was signed',
    reason: 'signature',
    change: (query) => query.set('More', 'yes'),
  },
  {
    title: 'a life of an hour, signed so',
    reason: 'age',
    token: makeToken(good).then((token) =>
      signedAnew(token, key, (query) => query.set('X-Amz-Expires', '3600')),
    ),
  },
  { title: '16 minutes', reason: 'age', authority: later(16 * minute) },
  { title: 'a date to come', reason: 'age', authority: later(-6 * minute) },
  {
    title: 'another user in the policy',
    reason: 'permission',
    authority: { resource: `arn:aws:rds-db:eu-west-1:${source}:dbuser:cluster-A1/other` },
  },
  {
    title: 'another database in the policy',
    reason: 'permission',
    authority: { resource: `arn:aws:rds-db:eu-west-1:${source}:dbuser:cluster-B2/probe` },
  },
  {
    title: 'an owner in another account',
    reason: 'permission',
    token: makeToken({ ...good, key: stranger }),
  },
];

describe('a token that is no good', () => {
  it.each(wrong)('is refused by its $reason: $title', async ({ reason, ...one }) => {
    const token = await (one.token ?? makeToken(good));

    const refusal = await check(
      one.change ? altered(token, one.change) : token,
      one.authority,
      one.at,
    );

    expect(refusal?.reason).toBe(reason);
    expect(refusal?.message).not.toContain('secret of');
  });

  it('is told by a sentence that says what was expected, or which permission lacks', async () => {
    const messages = await Promise.all([
      check(await makeToken({ ...good, port: 5433 })),
      check(await makeToken(good), { resource: '*', ...later(16 * minute) }),
      check(await makeToken(good), {
        resource: `arn:aws:rds-db:eu-west-1:${source}:dbuser:cluster-B2/probe`,
      }),
    ]);

    expect(messages.map((one) => one?.message)).toEqual([
      'expected port 5432, found 5433',
      expect.stringMatching(/^expected a token signed within 900 s, found \S+, at \S+$/),
      `User: ${role().sessionArn} is not authorized to perform: rds-db:connect on resource: ` +
        `arn:aws:rds-db:eu-west-1:${source}:dbuser:cluster-A1/probe because no identity-based ` +
        'policy allows the rds-db:connect action',
    ]);
  });

  it('every reason has a case', () => {
    expect(new Set(wrong.map(({ reason }) => reason))).toEqual(new Set(refusalReasons));
  });
});
