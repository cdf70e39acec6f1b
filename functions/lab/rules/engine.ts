import * as z from 'zod/mini';

/** What the lab's database runs on. */
export const Engine = z.enum(['aurora-postgresql', 'aurora-mysql']);
export type Engine = z.infer<typeof Engine>;
