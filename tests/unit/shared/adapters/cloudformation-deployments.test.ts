import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cloudformationDeployments } from '../../../../functions/shared/adapters/cloudformation-deployments.ts';

let status = 200;
const met: { method?: string | undefined; type?: string | undefined; body: string }[] = [];
const upload = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    met.push({ method: request.method, type: request.headers['content-type'], body });
    response.writeHead(status).end();
  });
});
beforeAll(async () => {
  upload.listen(0, '127.0.0.1');
  await once(upload, 'listening');
});
afterAll(async () => {
  upload.close();
  upload.closeAllConnections();
  await once(upload, 'close');
});
beforeEach(() => {
  status = 200;
  met.length = 0;
});

const answer = {
  Status: 'FAILED',
  Reason: 'because',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'FirstTargets',
  PhysicalResourceId: 'FirstTargets-targets',
} as const;
const url = (): string =>
  `http://127.0.0.1:${(upload.address() as AddressInfo).port}/answer?signature=secret`;

describe('cloudformationDeployments', () => {
  it('the answer to a deployment is uploaded without a content type, which the signature covers', async () => {
    await cloudformationDeployments().answer(url(), answer);
    expect(met).toEqual([{ method: 'PUT', type: '', body: JSON.stringify(answer) }]);
  });

  it('a refused answer to a deployment is an error that does not tell the signed address', async () => {
    status = 403;
    await expect(cloudformationDeployments().answer(url(), answer)).rejects.toMatchObject({
      name: 'AnswerRefused',
      message: expect.not.stringContaining('secret'),
    });
  });

  it.each([
    ['nobody takes', 'http://127.0.0.1:1/answer?signature=secret'],
    ['a URL with a login leads to', 'https://user:secret@127.0.0.1/answer'],
    ['no URL leads to', 'secret'],
  ])(
    'an answer to a deployment that %s is an error that does not tell the address',
    async (_who, address) => {
      const failing = cloudformationDeployments().answer(address, answer);
      await expect(failing).rejects.toMatchObject({
        name: 'AnswerRefused',
        message: expect.stringMatching(/found: no connection \(\w+\)/),
      });
      await expect(failing).rejects.not.toThrow('secret');
    },
  );
});
