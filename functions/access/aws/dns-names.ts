import { Resolver } from 'node:dns/promises';
import { types } from 'node:util';
import { EndpointUnknown } from '../../shared/rules/errors.ts';
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
        const code = types.isNativeError(error) && 'code' in error ? String(error.code) : '';
        if (silent.has(code)) return [];
        throw new EndpointUnknown(
          `expected "${host}" to be a name that can be looked up, found ${code}: correct it where the ` +
            'endpoint that is followed is named',
          { cause: error },
        );
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
