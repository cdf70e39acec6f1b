import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import os from 'node:os';

/** @typedef {import('./runtime-api-client.mjs').RuntimeApi} RuntimeApi */
/** @typedef {(error: Error | null, ...results: unknown[]) => void} Callback */

/**
 * Keeps the process to the simulator: host names are the simulator's, connections go where the
 * simulator's network leads, which is to loopback addresses only, and the home directory is not the
 * one of whoever runs the rehearsal, with its AWS profiles.
 * @param {RuntimeApi} api
 */
export function keepToTheSimulator(api) {
  const resolve = async (/** @type {string} */ host) => {
    const name = host.toLowerCase().replace(/\.$/, '');
    if (net.isIP(name) !== 0) return [name];
    if (name === 'localhost') return ['127.0.0.1'];
    const addresses = await api.resolve(name);
    if (addresses.length > 0) return addresses;
    throw notFound('getaddrinfo', host);
  };
  const lookup = async (/** @type {string} */ host, /** @type {unknown} */ options) => {
    const entries = (await resolve(host)).map((address) => ({ address, family: 4 }));
    return isObject(options) && options['all'] === true ? entries : entries[0];
  };
  const resolve4 = async (/** @type {string} */ host, /** @type {unknown} */ options) => {
    const addresses = await resolve(host);
    const withTtl = isObject(options) && options['ttl'] === true;
    return addresses.map((address) => (withTtl ? { address, ttl: 5 } : address));
  };
  const others = ['Any', 'Cname', 'Caa', 'Mx', 'Naptr', 'Ns', 'Ptr', 'Soa', 'Srv', 'Txt']
    .map((type) => `resolve${type}`)
    .concat('resolve', 'resolve6', 'reverse', 'lookupService');
  for (const target of [dns.promises, dns.promises.Resolver.prototype]) {
    Object.assign(target, Object.fromEntries(others.map((name) => [name, nothing])));
    Object.assign(target, { resolve4 });
  }
  for (const target of [dns, dns.Resolver.prototype]) {
    Object.assign(
      target,
      Object.fromEntries(others.map((name) => [name, withCallback(nothing, single)])),
    );
    Object.assign(target, { resolve4: withCallback(resolve4, single) });
  }
  Object.assign(dns.promises, { lookup });
  Object.assign(dns, {
    lookup: withCallback(lookup, (callback, found) => {
      const entry = /** @type {dns.LookupAddress | dns.LookupAddress[]} */ (found);
      if (Array.isArray(entry)) callback(null, entry);
      else callback(null, entry.address, entry.family);
    }),
  });
  followTheNetwork(api, resolve);
  Object.assign(os, { homedir: () => '/home/sbx_user1051' });
  syncBuiltinESMExports();
}

/**
 * The simulator has addresses, and no other records.
 * @param {string} host
 */
async function nothing(host) {
  throw notFound('query', host);
}

/**
 * Connects to where the simulator's network leads: what a function takes for a private address and
 * a database's port is a port of this machine. Nothing leaves it.
 * @param {RuntimeApi} api
 * @param {(host: string) => Promise<readonly string[]>} resolve
 */
function followTheNetwork(api, resolve) {
  // oxlint-disable-next-line typescript/unbound-method -- it is applied to the socket at hand
  const { connect } = net.Socket.prototype;
  /** @type {(this: net.Socket, ...values: unknown[]) => net.Socket} */
  const guided = function guided(...values) {
    const { options, callback } = destinationOf(values);
    const { host, port } = options;
    if (typeof host !== 'string' || host === 'localhost' || isLoopback(host)) {
      return Reflect.apply(connect, this, values);
    }
    // Whoever writes before it is connected is kept waiting, as for a name that is looked up.
    Object.assign(this, { connecting: true });
    const follow = async () => {
      const at = await route(api, resolve, host, Number(port));
      if (this.destroyed) return;
      const found = { ...options, host: at.address, port: at.port };
      Reflect.apply(connect, this, callback === undefined ? [found] : [found, callback]);
    };
    follow().catch((error) => this.destroy(error));
    return this;
  };
  Object.assign(net.Socket.prototype, { connect: guided });
}

/**
 * The arguments of Socket.connect in their one form.
 * @param {readonly unknown[]} values
 * @returns {{ options: Record<string, unknown>, callback: unknown }}
 */
function destinationOf(values) {
  const given = Array.isArray(values[0]) ? values[0] : values;
  const [first, second] = given;
  const callback = given.findLast(isFunction);
  if (isObject(first)) return { options: first, callback };
  return { options: { port: first, host: isFunction(second) ? undefined : second }, callback };
}

/**
 * @param {RuntimeApi} api
 * @param {(host: string) => Promise<readonly string[]>} resolve
 * @param {string} host
 * @param {number} port
 */
async function route(api, resolve, host, port) {
  const addresses = await resolve(host);
  let failure;
  for (const address of addresses) {
    if (isLoopback(address)) return { address, port };
    const reached = await api.reach(address, port);
    if (reached.kind === 'open') return reached.at;
    failure ??= notReached(codes[reached.kind], address, port);
  }
  throw failure ?? notFound('getaddrinfo', host);
}

/** A SYN that nobody answers is told at once: virtual time stands still while a function works. */
const codes = /** @type {const} */ ({
  refused: 'ECONNREFUSED',
  silent: 'ETIMEDOUT',
  unreachable: 'ENETUNREACH',
});

/**
 * @param {string} code
 * @param {string} address
 * @param {number} port
 */
function notReached(code, address, port) {
  const message = `connect ${code} ${address}:${port}`;
  return Object.assign(new Error(message), { code, syscall: 'connect', address, port });
}

/**
 * The callback form of a promise form; options may be left out.
 * @param {(host: string, options: unknown) => Promise<unknown>} work
 * @param {(callback: Callback, result: unknown) => void} succeed
 */
function withCallback(work, succeed) {
  return (/** @type {string} */ host, /** @type {unknown[]} */ ...values) => {
    const callback = /** @type {Callback} */ (values.at(-1));
    work(host, values.length > 1 ? values[0] : undefined).then(
      (result) => succeed(callback, result),
      (error) => callback(error),
    );
  };
}

/** @type {(callback: Callback, result: unknown) => void} */
function single(callback, result) {
  callback(null, result);
}

/**
 * @param {unknown} value
 * @returns {value is (...values: unknown[]) => void}
 */
function isFunction(value) {
  return typeof value === 'function';
}

/** @param {string} address */
function isLoopback(address) {
  return /^127\.\d+\.\d+\.\d+$/.test(address) || address === '::1';
}

/**
 * @param {string} syscall
 * @param {string} hostname
 */
function notFound(syscall, hostname) {
  return Object.assign(new Error(`${syscall} ENOTFOUND ${hostname}`), {
    code: 'ENOTFOUND',
    errno: -3008,
    syscall,
    hostname,
  });
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null;
}
