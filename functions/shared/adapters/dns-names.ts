import { Resolver } from 'node:dns/promises';
import type { Names } from '../ports/names.ts';

/** Two tries of a second each: a name server that hangs costs a pass no more. Milliseconds. */
const patience = { timeout: 1000, tries: 2 };

/**
 * Names as the function's own resolver sees them: outside a VPC public ones, RDS's included, which
 * lead to private addresses; inside it those of private hosted zones too. Nothing is cached here.
 */
export function dnsNames(): Names {
  const resolver = new Resolver(patience);
  return {
    async addresses(host) {
      try {
        return await resolver.resolve4(host);
      } catch (error) {
        if (error instanceof Error && 'code' in error && silent.has(String(error.code))) return [];
        throw error;
      }
    },
  };
}

/** No such name, no address, or nobody to ask. */
const silent = new Set([
  'ENOTFOUND',
  'ENODATA',
  'ENONAME',
  'EAI_AGAIN',
  'ESERVFAIL',
  'EREFUSED',
  'ETIMEOUT',
  'ECONNREFUSED',
  'ECANCELLED',
]);
