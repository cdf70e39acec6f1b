import { Resolver } from 'node:dns/promises';
import { types } from 'node:util';
import type { Names } from '../ports/names.ts';

/** Two tries of a second each: a name server that hangs costs a pass no more. Milliseconds. */
const patience = { timeout: 1000, tries: 2 };

/**
 * Names as the function's own resolver sees them: outside a VPC public ones, RDS's included, which
 * lead to private addresses; inside it those of private hosted zones too. Nothing is cached here.
 * @param servers other name servers than the function's own, such as `10.0.0.2:53`
 */
export function dnsNames(servers?: readonly string[]): Names {
  const resolver = new Resolver(patience);
  if (servers) resolver.setServers(servers);
  return {
    async addresses(host) {
      try {
        return await resolver.resolve4(host);
      } catch (error) {
        if (types.isNativeError(error) && 'code' in error && silent.has(String(error.code))) {
          return [];
        }
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
