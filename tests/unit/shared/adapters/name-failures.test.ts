import { RDSClient, DescribeDBClustersCommand } from '@aws-sdk/client-rds';
import { describe, expect, it } from '@jest/globals';
import { HttpResponse } from '@smithy/core/protocols';
import { nameFailures } from '../../../../functions/shared/adapters/clients/name-failures.ts';

/** A client whose transport does as it is told. */
function clientWith(handle: () => Promise<{ response: HttpResponse }>): RDSClient {
  const credentials = { accessKeyId: 'AKIATARGET', secretAccessKey: 'secret' };
  return nameFailures(
    new RDSClient({
      region: 'eu-central-1',
      credentials,
      maxAttempts: 1,
      requestHandler: { handle } as never,
    }),
  );
}

function answering(statusCode: number, text: string): RDSClient {
  const response = (): HttpResponse =>
    new HttpResponse({ statusCode, headers: {}, body: Buffer.from(text) });
  return clientWith(() => Promise.resolve({ response: response() }));
}

const ask = (client: RDSClient): Promise<unknown> => client.send(new DescribeDBClustersCommand({}));

describe('nameFailures', () => {
  it.each([
    ['a page of a proxy', answering(200, '<html><body>Welcome')],
    ['an answer that is cut off', answering(200, '<DescribeDBClustersResponse><Desc')],
    [
      'a connection that is refused',
      clientWith(() => Promise.reject(new Error('connect ECONNREFUSED'))),
    ],
    [
      'an error of AWS without a name',
      answering(400, '<ErrorResponse><Error><Code></Code></Error></ErrorResponse>'),
    ],
  ])("a client's failure has a name for %s and says which call it was", async (_what, client) => {
    await expect(ask(client)).rejects.toMatchObject({
      name: 'AnswerUnreadable',
      message: expect.stringMatching(
        /^expected RDSClient to answer DescribeDBClustersCommand, found/,
      ),
      cause: expect.anything(),
    });
  });

  it.each(['AccessDenied', 'Throttling', 'DBClusterNotFoundFault', 'UnheardOf'])(
    'an error that AWS calls %s keeps its name',
    async (code) => {
      const error = `<Error><Code>${code}</Code><Message>no</Message></Error>`;
      const client = answering(403, `<ErrorResponse>${error}</ErrorResponse>`);
      await expect(ask(client)).rejects.toMatchObject({ name: code, message: 'no' });
    },
  );

  it('a time-out keeps its name, for the state machine to try again', async () => {
    const late = Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
    await expect(ask(clientWith(() => Promise.reject(late)))).rejects.toBe(late);
  });
});
