import { describe, expect, it } from '@jest/globals';
import { readToken } from '../../../aws/services/rds/iam-authentication/token.ts';
import { altered, makeToken } from './tokens.ts';

const host = 'orders.cluster-c1.eu-west-1.rds.amazonaws.com';
const key = { accessKeyId: 'ASIAROLE', secretAccessKey: 'secret', sessionToken: 'a/b+c=' };
const maker = { host, port: 5432, user: 'probe', region: 'eu-west-1', key };

/** What a token has to have. */
const parameters = [
  'Action',
  'DBUser',
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
];

describe('readToken', () => {
  it('takes apart what the SDK makes', async () => {
    const { signature, signedAt, day, ...read } = readToken(await makeToken(maker)) as Exclude<
      ReturnType<typeof readToken>,
      { reason: string }
    >;

    expect(read).toEqual({
      host,
      port: '5432',
      user: 'probe',
      action: 'connect',
      accessKeyId: 'ASIAROLE',
      region: 'eu-west-1',
      service: 'rds-db',
      expiresIn: 900,
      sessionToken: 'a/b+c=',
      query: { Action: 'connect', DBUser: 'probe' },
    });
    expect(signature).toMatch(/^[0-9a-f]{64}$/);
    expect(new Date(signedAt).toISOString().replaceAll('-', '')).toMatch(new RegExp(`^${day}`));
  });

  it("takes HTTPS's own port, and a host in capitals, for what they are", async () => {
    const read = readToken(await makeToken({ ...maker, host: host.toUpperCase(), port: 443 }));

    expect(read).toMatchObject({ host, port: '443' });
  });

  it.each([
    ['nothing', ''],
    ['a password', 'hunter2'],
    ['a URL with its scheme', `https://${host}:5432/?Action=connect`],
    ['no port', `${host}/?Action=connect`],
    ['another path', `${host}:5432/path?Action=connect`],
    ['no URL', `${host}:99999/?Action=connect`],
  ])('refuses the shape of %s', (_what, text) => {
    expect(readToken(text)).toMatchObject({ reason: 'shape' });
  });

  it.each(parameters)('refuses a token without %s, and names it', async (name) => {
    const token = altered(await makeToken(maker), (query) => query.delete(name));

    expect(readToken(token)).toEqual({
      reason: 'shape',
      message: `expected a token with ${name}, found none`,
    });
  });

  it.each(parameters)('refuses a token with %s twice, and names it', async (name) => {
    const token = altered(await makeToken(maker), (query) => query.append(name, 'another'));

    expect(readToken(token)).toEqual({
      reason: 'shape',
      message: `expected a token with each parameter once, found ${name} twice`,
    });
  });

  it.each([
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA1'],
    ['X-Amz-SignedHeaders', 'host;date'],
    ['X-Amz-Date', 'today'],
    ['X-Amz-Date', '20261301T000000Z'],
    ['X-Amz-Expires', 'never'],
    ['X-Amz-Expires', '0'],
    ['X-Amz-Credential', 'ASIAROLE/20260302'],
    ['X-Amz-Credential', 'ASIAROLE/20260302/eu-west-1/rds-db/aws5_request'],
  ])('refuses %s of %s', async (name, value) => {
    const token = altered(await makeToken(maker), (query) => query.set(name, value));

    expect(readToken(token)).toMatchObject({ reason: 'shape' });
  });
});
