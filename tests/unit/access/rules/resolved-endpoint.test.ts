import { describe, expect, it } from '@jest/globals';
import {
  resolvedNamed,
  staleSource,
  resolvedReaders,
  sameAddresses,
  resolvedWriter,
} from '../../../../functions/access/rules/resolved-endpoint.ts';
import type { ResolvedEndpoint } from '../../../../functions/access/rules/resolved-endpoint.ts';

const at = (host: string, ...addresses: readonly string[]) => ({ host, addresses });
const member = (identifier: string, ...addresses: readonly string[]) => ({
  identifier,
  endpoint: at(`${identifier}.host`, ...addresses),
});

function say(resolved: ResolvedEndpoint): string {
  return resolved.known ? resolved.addresses.join(' ') : `unknown: ${resolved.because}`;
}

describe('resolvedWriter', () => {
  const endpoint = at('orders.host', 'a');
  it.each([
    ['both agree', { endpoint, writer: member('one', 'a') }, 'a'],
    ['no writer', { endpoint }, 'unknown: the API names no writer'],
    [
      'no endpoint of it',
      { endpoint, writer: { identifier: 'one' } },
      'unknown: the writer "one" has no endpoint yet',
    ],
    ['its name gone', { endpoint, writer: member('one') }, "unknown: one.host doesn't resolve"],
    ['no endpoint', { writer: member('one', 'a') }, 'unknown: the cluster has no endpoint yet'],
    [
      'the name gone',
      { endpoint: at('orders.host'), writer: member('one', 'a') },
      "unknown: orders.host doesn't resolve",
    ],
    [
      'two writers',
      { endpoint, writer: member('two', 'b') },
      'unknown: the API\'s writer "two" is at b, orders.host at a',
    ],
  ])(
    "the writer's addresses are resolved, or unknown for a reason: %s",
    (_what, cluster, expected) => {
      expect(say(resolvedWriter(cluster))).toBe(expected);
    },
  );

  it('a resolved writer carries the port that the API says, and which sources agree', () => {
    expect(resolvedWriter({ endpoint, writer: member('one', 'a'), port: 6543 })).toEqual({
      known: true,
      addresses: ['a'],
      port: 6543,
      from: 'API and DNS agree on the writer "one"',
    });
  });

  it('API and DNS that disagree about the writer are both told, each with its addresses', () => {
    const common = at('orders.host', 'a', 'b');
    expect(resolvedWriter({ endpoint: common, writer: member('two', 'c', 'd') })).toEqual({
      known: false,
      because: 'the API\'s writer "two" is at c, d, orders.host at a, b',
      disagreement: { api: ['c', 'd'], dns: ['a', 'b'] },
    });
  });
});

describe('resolvedReaders', () => {
  const writer = member('one', 'a');
  it.each([
    ['two', { writer, readers: [member('two', 'b'), member('three', 'c')] }, 'b c'],
    ['none but the writer', { writer, readers: [] }, 'a'],
    ['nobody', { readers: [] }, 'unknown: the API names no member'],
    [
      'one that does not resolve',
      { writer, readers: [member('two', 'b'), member('three')] },
      "unknown: three.host doesn't resolve",
    ],
    [
      'one without an endpoint',
      { writer, readers: [{ identifier: 'two' }] },
      'unknown: "two" has no endpoint yet',
    ],
    ['two at one address', { readers: [member('two', 'b'), member('three', 'b')] }, 'b'],
  ])(
    "the readers' addresses are resolved, or unknown for a reason: with %s",
    (_what, cluster, expected) => {
      expect(say(resolvedReaders(cluster))).toBe(expected);
    },
  );
});

describe('the source of resolved readers', () => {
  const writer = member('one', 'a');
  it.each([
    [[member('two', 'b'), member('three', 'c')], 'the readers "two", "three"'],
    [[], 'the writer "one", for want of a reader'],
  ])('resolved readers say from which members they come: %j', (readers, from) => {
    expect(resolvedReaders({ writer, readers, port: 5432 })).toMatchObject({ from, port: 5432 });
  });
});

describe('resolvedNamed', () => {
  it.each([
    [at('proxy.host', 'a', 'b'), 'a b'],
    [at('proxy.host'), "unknown: proxy.host doesn't resolve"],
    [undefined, 'unknown: proxy "x" has no endpoint yet'],
  ])('a named endpoint is resolved, or unknown for a reason: %j', (endpoint, expected) => {
    expect(say(resolvedNamed(endpoint, 'proxy "x"'))).toBe(expected);
  });

  it('a resolved name says from which host it comes', () => {
    expect(resolvedNamed(at('proxy.host', 'a'), 'proxy "x"', 5432)).toEqual({
      known: true,
      addresses: ['a'],
      port: 5432,
      from: 'proxy.host',
    });
  });
});

describe('staleSource and sameAddresses', () => {
  it.each([
    [['b'], ['a'], ['a'], 'DNS'],
    [['a'], ['b'], ['a'], 'API'],
    [['b'], ['c'], ['a'], undefined],
    [['b'], ['a'], [], undefined],
  ])(
    'with the API at %j, DNS at %j and %j registered, the late source is %s',
    (api, dns, registered, expected) => {
      expect(staleSource({ api, dns }, registered)).toBe(expected);
    },
  );

  it('sameAddresses ignores the order of addresses', () => {
    expect(sameAddresses(['a', 'b'], ['b', 'a'])).toBe(true);
    expect(sameAddresses(['a', 'b'], ['a'])).toBe(false);
  });
});
