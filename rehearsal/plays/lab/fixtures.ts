import type { Location } from '../../aws/contracts.ts';

/** Where the lab is. */
export const place: Location = { accountId: '111111111111', region: 'eu-west-1' };
/** Where the clients of the load balancer are: the access stack is for other accounts' clients. */
export const clientsPlace: Location = { accountId: '222222222222', region: 'eu-west-1' };
/** A writer and a reader, in two zones. */
export const cluster = 'lab';
export const members = ['lab-1', 'lab-2'] as const;
export const master = { user: 'master', password: 'only on this simulator' };
export const port = 5432;
