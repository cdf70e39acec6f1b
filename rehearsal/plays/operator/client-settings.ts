import type { Location } from '../../aws/contracts.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';

/** What a client of AWS's SDK takes to call the simulator as an operator. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: ReturnType<Simulator['credentials']['operator']>;
  readonly systemClockOffset: number;
}

/** An operator's settings in an account and Region. */
export function clientSettings(
  simulator: Simulator,
  { accountId, region }: Location,
): ClientSettings {
  return {
    region,
    endpoint: simulator.url,
    credentials: simulator.credentials.operator(accountId),
    // The simulator's time isn't the wall's: without this, each error looks like a clock gone wrong.
    systemClockOffset: simulator.clock.now() - Date.now(),
  };
}
