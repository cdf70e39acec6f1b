import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Location } from '../../../aws/contracts.ts';
import { MotoServer } from './moto-server.ts';
import { clientsOf, destroyClients, handover, source, target, waiting } from './world.ts';
import type { Clients, World } from './world.ts';

/** moto, which does everything at once. */
export async function motoWorld(snapshotLimit: number): Promise<World> {
  const server = await MotoServer.start(snapshotLimit);
  const there = await Promise.all([source, handover, target].map((at) => inPlace(server.url, at)));
  const [atSource, atHandover, atTarget] = there as [Clients, Clients, Clients];
  return {
    source: atSource,
    handover: atHandover,
    target: atTarget,
    async makeKey(place) {
      const { kms } = place === 'source' ? atSource : atHandover;
      const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({}));
      return key?.Arn ?? '';
    },
    async makeTopic() {
      const { TopicArn: arn = '' } = await atSource.sns.send(
        new CreateTopicCommand({ Name: 'notices' }),
      );
      return arn;
    },
    async makeStateMachine() {
      const { stateMachineArn: arn = '' } = await atSource.sfn.send(
        new CreateStateMachineCommand({
          name: 'recovery',
          definition: JSON.stringify(waiting),
          roleArn: `arn:aws:iam::${source.accountId}:role/recovery`,
        }),
      );
      return arn;
    },
    async nameOf(error) {
      const { $response: response } = error as { $response?: { statusCode?: number } };
      return response?.statusCode === 500 ? server.nextBreakdown() : error.name;
    },
    watch: (work) => work(),
    settle: () => Promise.resolve(),
    async close() {
      destroyClients(...there);
      await server.stop();
    },
  };
}

/** moto takes the account from credentials of a role that was assumed. */
async function inPlace(endpoint: string, { accountId, region }: Location): Promise<Clients> {
  const anybody = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' };
  const sts = new STSClient({ endpoint, region, credentials: anybody });
  const { Credentials: made } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/Operator`,
      RoleSessionName: 'operator',
    }),
  );
  sts.destroy();
  const credentials = {
    accessKeyId: made?.AccessKeyId ?? '',
    secretAccessKey: made?.SecretAccessKey ?? '',
    sessionToken: made?.SessionToken,
  };
  return clientsOf({ endpoint, region, credentials });
}
