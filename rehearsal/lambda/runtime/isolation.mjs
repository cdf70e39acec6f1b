import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import os from 'node:os';

/** @typedef {import('./runtime-api-client.mjs').RuntimeApi} RuntimeApi */
/** @typedef {(error: Error | null, ...results: unknown[]) => void} Callback */

/**
 * Keeps the process to the stage: host names are the stage's, connections go to loopback addresses
 * only, and the home directory is not the one of whoever runs the rehearsal, with its AWS profiles.
 * @param {RuntimeApi} api
 */
export function keepToTheStage(api) {
  const resolve = async (/** @type {string} */ host) => {
    const name = host.toLowerCase().replace(/\.$/, '');
    if (isLoopback(name)) return name;
    if (name === 'localhost') return '127.0.0.1';
    const address = net.isIP(name) === 0 ? await api.resolve(name) : undefined;
    if (address !== undefined) return address;
    throw notFound('getaddrinfo', host);
  };
  const lookup = async (/** @type {string} */ host, /** @type {unknown} */ options) => {
    const entry = { address: await resolve(host), family: 4 };
    return isObject(options) && options['all'] === true ? [entry] : entry;
  };
  const resolve4 = async (/** @type {string} */ host, /** @type {unknown} */ options) => {
    const address = await resolve(host);
    return [isObject(options) && options['ttl'] === true ? { address, ttl: 5 } : address];
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
  stayOnLoopback();
  Object.assign(os, { homedir: () => '/home/sbx_user1051' });
  syncBuiltinESMExports();
}

/**
 * The stage has addresses, and no other records.
 * @param {string} host
 */
async function nothing(host) {
  throw notFound('query', host);
}

/** An address that names no host of the stage can't be reached: nothing leaves the machine. */
function stayOnLoopback() {
  // oxlint-disable-next-line typescript/unbound-method -- it is applied to the socket at hand
  const { connect } = net.Socket.prototype;
  /** @type {(this: net.Socket, ...values: unknown[]) => net.Socket} */
  const guarded = function guarded(...values) {
    const [first, second] = values;
    const options = Array.isArray(first) ? first[0] : first;
    const host = isObject(options) ? options['host'] : second;
    if (typeof host === 'string' && net.isIP(host) !== 0 && !isLoopback(host)) {
      const error = Object.assign(new Error(`connect ENETUNREACH ${host}`), {
        code: 'ENETUNREACH',
        syscall: 'connect',
        address: host,
      });
      process.nextTick(() => this.destroy(error));
      return this;
    }
    return Reflect.apply(connect, this, values);
  };
  Object.assign(net.Socket.prototype, { connect: guarded });
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
