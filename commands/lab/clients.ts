import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RDSClient } from '@aws-sdk/client-rds';
import { secondsAfter } from '../../functions/lab/rules/probe-request.ts';
import { clientSettings } from '../terminal/client-settings.ts';
import type { Place } from '../terminal/client-settings.ts';
import type { Clients } from './deployed-lab.ts';

/**
 * Clients for whoever is at the keyboard: of the profile and Region that are named, else of those that
 * the environment says. A probe is asked for once: a second one would write beside the first.
 * @param longestProbe seconds
 */
export function awsClients(place: Place, longestProbe: number): Clients {
  const settings = clientSettings(place);
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
