import { Resolver } from 'node:dns/promises';

/**
 * Leads the look-ups of this process to names of the simulator: `dns-names.ts` asks the resolver of
 * Node itself. What doesn't resolve fails as there.
 * @returns how to end that
 */
export function leadNames(resolve: (host: string) => readonly string[]): () => void {
  const own = Object.getOwnPropertyDescriptor(Resolver.prototype, 'resolve4');
  if (own === undefined) throw new Error('expected resolve4 to be a method of the resolver');
  Object.defineProperty(Resolver.prototype, 'resolve4', {
    ...own,
    value: async (host: string): Promise<readonly string[]> => {
      const addresses = resolve(host);
      if (addresses.length > 0) return addresses;
      throw Object.assign(new Error(`queryA ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
    },
  });
  return () => {
    Object.defineProperty(Resolver.prototype, 'resolve4', own);
  };
}
