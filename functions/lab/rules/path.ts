import * as z from 'zod/mini';

/**
 * The ways to the database that are compared: the cluster's endpoint; a Network Load Balancer that is
 * kept on the writer; RDS Proxy.
 */
export const paths = ['direct', 'nlb', 'proxy'] as const;
export const Path = z.enum(paths);
export type Path = z.infer<typeof Path>;
