import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RDSClient, DescribeDBClustersCommand } from '@aws-sdk/client-rds';
import { describe, expect, it } from '@jest/globals';
import { HttpResponse } from '@smithy/core/protocols';
import { commonAnswers } from '../../../../functions/shared/adapters/answers/common.ts';
import { rdsAnswers } from '../../../../functions/shared/adapters/answers/rds.ts';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';

/** A client whose transport does as it is told. */
function clientWith(handle: () => Promise<{ response: HttpResponse }>): RDSClient {
  const credentials = { accessKeyId: 'AKIATARGET', secretAccessKey: 'secret' };
  return sortFailures(
    new RDSClient({
      region: 'eu-central-1',
      credentials,
      maxAttempts: 1,
      requestHandler: { handle } as never,
    }),
    rdsAnswers,
  );
}

function answering(statusCode: number, text: string): RDSClient {
  const response = (): HttpResponse =>
    new HttpResponse({ statusCode, headers: {}, body: Buffer.from(text) });
  return clientWith(() => Promise.resolve({ response: response() }));
}

const ask = (client: RDSClient): Promise<unknown> => client.send(new DescribeDBClustersCommand({}));

/** The SDK's own lists of what it tries again; it exports none of them. */
const constants = readFileSync(fileURLToPath(import.meta.resolve('@smithy/core/retry')), 'utf8');

function listOf(name: string): ReadonlySet<string> {
  const [, list = ''] = new RegExp(`${name} = \\[([^\\]]*)\\]`).exec(constants) ?? [];
  return new Set([...list.matchAll(/"([A-Za-z0-9_]+)"/g)].map(([, found = '']) => found));
}

const nodeCodes = new Set([
  ...listOf('NODEJS_TIMEOUT_ERROR_CODES'),
  ...listOf('NODEJS_NETWORK_ERROR_CODES'),
]);
const sdkNames = new Set([...listOf('THROTTLING_ERROR_CODES'), ...listOf('TRANSIENT_ERROR_CODES')]);

function errorOf(code: string): string {
  return `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;
}

/** A connection that ends so. */
function broken(code: string, message: string, name = 'Error'): RDSClient {
  return clientWith(() => Promise.reject(Object.assign(new Error(message), { name, code })));
}

describe('sortFailures', () => {
  it.each([
    ['a page of a proxy', answering(200, '<html><body>Welcome')],
    ['an answer that is cut off', answering(200, '<DescribeDBClustersResponse><Desc')],
    ['a page of a gateway', answering(502, '<html><body>Bad Gateway')],
    ['an error of the service under a new name', answering(503, errorOf('NeverHeardOf'))],
    ['an error of AWS without a name', answering(400, errorOf(''))],
    ['a socket that hangs up', broken('ECONNRESET', 'socket hang up', 'TimeoutError')],
    ['a name of the SDK of old', broken('', 'getaddrinfo', 'NetworkingError')],
    ...[...nodeCodes].map((code): [string, RDSClient] => [code, broken(code, `connect ${code}`)]),
  ])('%s is ServiceUnavailable, and says which call it was', async (_what, client) => {
    await expect(ask(client)).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      message: expect.stringMatching(/DescribeDBClusters|TimeoutError/),
      cause: expect.anything(),
    });
  });

  it('an error that nobody has heard of keeps its name', async () => {
    const client = answering(403, errorOf('UnheardOf'));
    await expect(ask(client)).rejects.toMatchObject({ name: 'UnheardOf', message: 'no' });
  });

  it('whoever answers can choose a name of JavaScript without harm', async () => {
    const client = answering(403, errorOf('constructor'));
    await expect(ask(client)).rejects.toMatchObject({ name: 'constructor' });
  });
});

describe('what the SDK tries again', () => {
  it.each([...sdkNames])('%s is waited for', (name) => {
    expect(commonAnswers[name]).toEqual({ class: 'wait', for: 'aws' });
  });
});
