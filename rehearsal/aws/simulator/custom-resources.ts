import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArn } from '../authorization/arn.ts';
import type { VirtualClock } from '../clock.ts';
import type { CustomResourceAnswer, CustomResourcesPort } from '../deployment/providers/ports.ts';
import type { Functions } from '../lambda/functions.ts';
import { operatorIn } from './operator-principal.ts';

/**
 * Asks functions for custom resources, and takes their answers on a loopback port, where
 * CloudFormation has a bucket. A deployment takes no virtual time, so the function takes none either,
 * and one that ends without an answer isn't waited for.
 * @param reaches whether a function gets through to S3, where the bucket is
 */
export function customResources(
  functions: () => Pick<Functions, 'invoke'>,
  clock: Pick<VirtualClock, 'hold'>,
  reaches: (functionArn: string) => boolean = () => true,
): CustomResourcesPort {
  return {
    async ask(functionArn, request) {
      const answers: CustomResourceAnswer[] = [];
      const server = createServer((incoming, response) => {
        if (!reaches(functionArn)) {
          response.destroy();
          return;
        }
        const take = async (): Promise<void> => {
          answers.push(JSON.parse(await text(incoming)) as CustomResourceAnswer);
          response.end();
        };
        take().catch((error: unknown) => response.destroy(error as Error));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const accountId = parseArn(functionArn)?.accountId ?? '';
      try {
        await clock.hold(() =>
          functions().invoke(
            functionArn,
            { ...request, ResponseURL: `http://127.0.0.1:${port}/answer` },
            {
              invocationType: 'RequestResponse',
              takesNoTime: true,
              principal: operatorIn(accountId, 'deployment'),
            },
          ),
        );
        return answers.at(-1);
      } finally {
        server.closeAllConnections();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      }
    },
  };
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
