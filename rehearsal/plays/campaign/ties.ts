import type { Simulator } from '../../aws/simulator/simulator.ts';
import { liveName } from '../scene/fixtures.ts';
import { target } from '../scene/locations.ts';
import type { Scenario } from './scenario.ts';

/** Ties the live database to what others have made of it in another Region, where a scenario says so. */
export function tie({ live }: Scenario, { rds: { ties } }: Simulator): void {
  switch (live?.tied) {
    case 'replica':
      ties.replicate(arnIn(target.region, 'db'), arnIn(elsewhere, 'db'));
      return;
    case 'global':
      ties.globalize(
        target.accountId,
        'orders-worldwide',
        arnIn(target.region, 'cluster'),
        arnIn(elsewhere, 'cluster'),
      );
      return;
    case undefined:
      return;
  }
}

const elsewhere = 'us-east-1';

function arnIn(region: string, type: 'cluster' | 'db'): string {
  return `arn:aws:rds:${region}:${target.accountId}:${type}:${liveName}`;
}
