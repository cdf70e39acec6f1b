import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { KMSClient } from '@aws-sdk/client-kms';
import { RDSClient } from '@aws-sdk/client-rds';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { loadBalancingAnswers } from '../../../../functions/shared/adapters/answers/elastic-load-balancing.ts';
import { kmsAnswers } from '../../../../functions/shared/adapters/answers/kms.ts';
import { rdsAnswers } from '../../../../functions/shared/adapters/answers/rds.ts';
import { sfnAnswers } from '../../../../functions/shared/adapters/answers/sfn.ts';
import { snsAnswers } from '../../../../functions/shared/adapters/answers/sns.ts';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import type { Location } from '../../../aws/contracts.ts';

/** The account and Region whose database is protected. */
export const source: Location = { accountId: '111111111111', region: 'eu-west-1' };
/** The same account in the target's Region. */
export const handover: Location = { accountId: '111111111111', region: 'eu-central-1' };
/** The other account. */
export const target: Location = { accountId: '222222222222', region: 'eu-central-1' };

/** The SDK's clients of an account and Region, as functions have them. */
export interface Clients {
  readonly rds: RDSClient;
  readonly kms: KMSClient;
  readonly sns: SNSClient;
  readonly sfn: SFNClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly ec2: EC2Client;
}

/** Somebody who answers as AWS: moto, or the rehearsal's simulator. */
export interface World {
  readonly source: Clients;
  readonly handover: Clients;
  readonly target: Clients;
  /** Makes a customer-managed key. @returns its ARN */
  makeKey(place: 'source' | 'handover'): Promise<string>;
  /** Makes a topic in the source place. @returns its ARN */
  makeTopic(): Promise<string>;
  /** Makes a state machine in the source place, which waits for a month. @returns its ARN */
  makeStateMachine(): Promise<string>;
  /** What an error is called here. */
  nameOf(error: Error): Promise<string> | string;
  /** Does work while time stands still. */
  watch<T>(work: () => Promise<T>): Promise<T>;
  /** Lets come to its end whatever is under way. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** What clients are made with. */
export interface Access {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string | undefined;
  };
  /** Milliseconds that the world is ahead of this machine. */
  readonly systemClockOffset?: number;
}

/** The first answer counts: what is tried again hides what was answered. */
export function clientsOf(access: Access): Clients {
  const { sessionToken, ...keys } = access.credentials;
  const settings = {
    ...access,
    credentials: { ...keys, ...(sessionToken !== undefined && { sessionToken }) },
    maxAttempts: 1,
  };
  return {
    rds: sortFailures(new RDSClient(settings), rdsAnswers),
    kms: sortFailures(new KMSClient(settings), kmsAnswers),
    sns: sortFailures(new SNSClient(settings), snsAnswers),
    sfn: sortFailures(new SFNClient(settings), sfnAnswers),
    elb: sortFailures(new ElasticLoadBalancingV2Client(settings), loadBalancingAnswers),
    ec2: new EC2Client(settings),
  };
}

export function destroyClients(...clients: readonly Clients[]): void {
  for (const client of clients.flatMap((one) => Object.values(one))) client.destroy();
}

/** A state machine that waits. */
export const waiting = {
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 30 * 24 * 3600, End: true } },
};
