import type { Location } from '../../aws/contracts.ts';

/** Where the database and its load balancers are. */
export const producer: Location = { accountId: '111111111111', region: 'eu-west-1' };
/** Where its clients are. */
export const clients: Location = { accountId: '222222222222', region: 'eu-west-1' };
/** A writer and a reader, in two zones. */
export const cluster = 'orders';
export const members = ['orders-1', 'orders-2'] as const;
