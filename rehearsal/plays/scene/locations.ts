import type { Location } from '../../aws/contracts.ts';

/** The two theatres: source and target differ in account and Region. */
export const source: Location = { accountId: '111111111111', region: 'eu-west-1' };
export const target: Location = { accountId: '222222222222', region: 'eu-central-1' };

/** Where each stack is deployed. */
export const stackLocations = {
  'recovery-key': { accountId: source.accountId, region: target.region },
  source,
  target,
  subscription: { accountId: target.accountId, region: source.region },
} as const satisfies Record<string, Location>;
