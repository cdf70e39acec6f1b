import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { secondsAfter } from '../../functions/lab/rules/probe-request.ts';
import type { Clients } from './deployed-lab.ts';

/**
 * Clients for whoever is at the keyboard: of the profile and Region that are named, else of those that
 * the environment says. A probe is asked for once: a second one would write beside the first.
 * @param longestProbe seconds
 */
export function awsClients(
  {
    profile,
    region,
  }: { readonly profile: string | undefined; readonly region: string | undefined },
  longestProbe: number,
): Clients {
  const settings = {
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
  };
  return {
    cloudFormation: new CloudFormationClient(settings),
    rds: new RDSClient(settings),
    lambda: new LambdaClient({
      ...settings,
      maxAttempts: 1,
      requestHandler: { requestTimeout: (longestProbe + secondsAfter + 30) * 1000 },
    }),
  };
}
