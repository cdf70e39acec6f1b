import { it } from '@jest/globals';
import { pending } from './pending.ts';

/** A test of a row of the losses that were played; one that is pending has to fail. */
export function row(name: string, test: () => Promise<void>): void {
  (pending.includes(name) ? it.failing : it)(name, test, 120_000);
}
