import * as z from 'zod/mini';
import { Port } from './formats.ts';

/** What the target asks of SyncTargets before it renames anything, and where it takes a swap back. */
export const CutOverRequest = z.union([
  z.object({
    /**
     * - `warm`: until the restored database could take clients; none is moved
     * - `open`: until they reach it, and no connection to the old one is left
     */
    upTo: z.enum(['warm', 'open']),
    kind: z.enum(['cluster-writer', 'instance']),
    /** The live name, which the load balancer follows. */
    name: z.string(),
    /** Of the restored database, under its temporary name. */
    host: z.string(),
    port: Port,
  }),
  z.object({
    /** The live name alone counts again. */
    upTo: z.literal('undone'),
    kind: z.enum(['cluster-writer', 'instance']),
    name: z.string(),
  }),
]);
export type CutOverRequest = z.infer<typeof CutOverRequest>;

/** How far it is. An answer without `cutOver` is of a release that knows none, and has moved nobody. */
export const CutOverAnswer = z.union([
  z.object({ cutOver: z.literal(true), state: z.literal('ready') }),
  z.object({
    cutOver: z.literal(true),
    state: z.literal('pending'),
    waitSeconds: z.number(),
    waitingFor: z.string(),
  }),
]);
export type CutOverAnswer = z.infer<typeof CutOverAnswer>;
