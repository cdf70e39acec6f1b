import { KMSClient } from '@aws-sdk/client-kms';
import { RDSClient } from '@aws-sdk/client-rds';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { countCalls } from './call-counter.ts';

/**
 * Time-outs well below every function's own: a missing VPC endpoint looks like a hang, and must end
 * as an error that can be read. In milliseconds.
 */
const requestHandler = { connectionTimeout: 2000, requestTimeout: 8000 };

/** One client for each Region, made when it is first asked for and kept for later invocations. */
function perRegion<Client>(make: (region: string) => Client): (region: string) => Client {
  const clients = new Map<string, Client>();
  return (region) => {
    const known = clients.get(region);
    if (known !== undefined) return known;
    const client = make(region);
    clients.set(region, client);
    return client;
  };
}

export const rdsIn = perRegion((region) =>
  countCalls(new RDSClient({ region, requestHandler, maxAttempts: 5 })),
);

export const kmsIn = perRegion((region) =>
  countCalls(new KMSClient({ region, requestHandler, maxAttempts: 5 })),
);

export const snsIn = perRegion((region) =>
  countCalls(new SNSClient({ region, requestHandler, maxAttempts: 5 })),
);

export const sfnIn = perRegion((region) =>
  countCalls(new SFNClient({ region, requestHandler, maxAttempts: 5 })),
);
