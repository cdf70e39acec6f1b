import { subscribe } from 'node:diagnostics_channel';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

/** @typedef {import('./runtime-api-client.mjs').RuntimeApi} RuntimeApi */

/**
 * Makes the process live in the simulator's time: `Date` stands still as the simulator's clock does
 * while a function works, so that nothing that it writes depends on the machine's speed, and a wait
 * by `timers/promises.setTimeout` lets virtual time pass instead of real time. Callback timers and
 * `performance` stay real: libraries bound real work with them.
 * @param {RuntimeApi} api
 * @returns {{ set(now: number): void }} sets the virtual time, in milliseconds since the epoch
 */
export function runOn(api) {
  const RealDate = Date;
  let virtual = RealDate.now();
  const now = () => virtual;
  /** @type {DateConstructor} */
  const SimulatorDate = new Proxy(RealDate, {
    construct: (target, values, newTarget) =>
      Reflect.construct(
        target,
        values.length === 0 ? [now()] : values,
        newTarget === SimulatorDate ? target : newTarget,
      ),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
  RealDate.prototype.constructor = SimulatorDate;
  globalThis.Date = SimulatorDate;

  const set = (/** @type {number} */ time) => {
    virtual = time;
  };
  waitVirtually(api, (milliseconds) => {
    virtual += milliseconds;
  });
  followAnswers(set);
  return { set };
}

/**
 * Follows the simulator's time as its services' answers tell it: it has passed while a service let the
 * function wait.
 * @param {(now: number) => void} set
 */
function followAnswers(set) {
  subscribe('http.client.response.finish', (message) => {
    const { response } = /** @type {{ response: import('node:http').IncomingMessage }} */ (message);
    const now = Number(response.headers['simulator-now-ms']);
    if (now > 0) set(now);
  });
}

/**
 * @param {RuntimeApi} api
 * @param {(milliseconds: number) => void} advance
 */
function waitVirtually(api, advance) {
  const requests = countRequests(api);
  // The real one's overloads don't matter here: any value may be handed through.
  const sleep = async (
    /** @type {number} */ milliseconds = 1,
    /** @type {unknown} */ value,
    /** @type {{ signal?: AbortSignal }} */ options = {},
  ) => {
    options.signal?.throwIfAborted();
    // A wait beside a call that is under way is a bound on that call: time must not jump over it.
    await requests.idle();
    options.signal?.throwIfAborted();
    const wait = Math.max(1, milliseconds);
    await api.sleep(wait);
    advance(wait);
    options.signal?.throwIfAborted();
    return value;
  };
  Object.assign(timers, { setTimeout: sleep });
  syncBuiltinESMExports();
}

/**
 * Follows the HTTP requests that the function has under way.
 * @param {RuntimeApi} api
 */
function countRequests(api) {
  const underway = new Set();
  /** @type {(() => void)[]} */
  let waiting = [];
  const ended = (/** @type {unknown} */ message) => {
    underway.delete(/** @type {{ request: object }} */ (message).request);
    if (underway.size > 0) return;
    for (const go of waiting) go();
    waiting = [];
  };
  subscribe('http.client.request.start', (message) => {
    const { request } = /** @type {{ request: import('node:http').ClientRequest }} */ (message);
    if (api.isOwn(request)) return;
    underway.add(request);
    request.once('close', () => ended({ request }));
  });
  return {
    /** @returns {Promise<void>} */
    idle: () =>
      underway.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
  };
}
