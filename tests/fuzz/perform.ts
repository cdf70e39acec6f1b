import './surroundings.ts';
import { AsyncLocalStorage } from 'node:async_hooks';
import { jest } from '@jest/globals';
import { Resolver } from 'node:dns/promises';
import { context } from '../unit/shared/handler/function-files.ts';
import type { FunctionModule } from '../unit/shared/handler/function-files.ts';
import { leadIntoMemory } from './clients-in-memory.ts';
import { HostileAws, learnServices } from './hostile-aws.ts';
import { regions } from './hostile-values.ts';
import { choose } from './mutation.ts';

/** One invocation: what comes in, and the world around it. */
export interface Scene {
  readonly event: unknown;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Decides all that AWS answers, DNS says and the clock shows. */
  readonly world: number;
}

/** What came of an invocation. */
export interface Played {
  readonly answer: object | undefined;
  readonly error: unknown;
  readonly aws: HostileAws;
  /** Answers that were sent to CloudFormation. */
  readonly uploads: number;
  /** All that was logged. */
  readonly logged: string;
}

/** What stands around one invocation: a call that one leaves behind is none of the next one's. */
interface Around {
  readonly world: number;
  readonly aws: HostileAws;
  uploads: number;
}

const around = new AsyncLocalStorage<Around>();
let now = 0;
const logged: string[] = [];

/** The time at which the sample events' steps are under way. */
const sampleTime = Date.UTC(2026, 10, 2, 4);

/** Puts AWS, DNS, CloudFormation's upload, the clock and the console in this process's hands. */
export async function prepare(): Promise<void> {
  await learnServices();
  leadIntoMemory(regions, (service, request) => here().aws.answer(service, request));
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  jest.spyOn(Resolver.prototype, 'resolve4').mockImplementation(resolve);
  jest.spyOn(globalThis, 'fetch').mockImplementation(upload);
  for (const level of ['debug', 'info', 'log', 'warn', 'error', 'trace'] as const) {
    jest.spyOn(console, level).mockImplementation((...parts) => void logged.push(parts.join(' ')));
  }
}

export async function perform(handler: FunctionModule['handler'], scene: Scene): Promise<Played> {
  // A spy remembers every call, and hundreds of thousands of cases ask for the time.
  jest.clearAllMocks();
  const { world } = scene;
  const aws = new HostileAws(world, [...textsIn(scene.event), ...textsIn(scene.environment)]);
  const own: Around = { world, aws, uploads: 0 };
  now = sampleTime + choose([0, 20, 90, 2400, 50_000, -1e6, 1e9], world) * 1000;
  logged.length = 0;
  const outcome = await around
    .run(own, () => handler(scene.event, context))
    .then(
      (answer) => ({ answer, error: undefined }),
      (error: unknown) => ({ answer: undefined, error: error ?? 'nothing' }),
    );
  return { ...outcome, aws, uploads: own.uploads, logged: logged.join('\n') };
}

function here(): Around {
  const found = around.getStore();
  if (found === undefined) throw new Error('nobody was invoked who could ask');
  return found;
}

/** What DNS says: addresses of any kind, or one of its many ways to say nothing. */
function resolve(): Promise<string[]> {
  const { world } = here();
  const addresses = ['10.0.1.5', '10.0.1.6', '10.0.2.5', '1.2.3.4', '100.64.0.1', '', 'x'];
  const codes = ['ENOTFOUND', 'EBADNAME', 'ESERVFAIL', 'EFORMERR', 'EOF', 'ENOMEM'];
  if (world % 5 > 0) return Promise.resolve(addresses.slice(0, 1 + (world % 3)));
  if (world % 2 > 0) return Promise.resolve([choose(addresses, world >> 3)]);
  const code = choose(codes, world >> 3);
  const refusal = Object.assign(new Error(`queryA ${code} host`), { code, syscall: 'queryA' });
  return Promise.reject(refusal);
}

/** Refuses what `fetch` refuses before it sends anything, and sends nothing. */
async function upload(...[url, options]: Parameters<typeof fetch>): Promise<Response> {
  const own = here();
  const { world } = own;
  const request = new Request(url, options);
  if (!/^https?:$/.test(new URL(request.url).protocol)) throw new TypeError('fetch failed');
  own.uploads += 1;
  if (world % 7 === 1) throw new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') });
  if (world % 7 === 2) throw new DOMException('The operation timed out', 'TimeoutError');
  return new Response('', { status: choose([200, 200, 200, 403, 500], world) });
}

function textsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > 20) return [];
  const held = Object.values(value) as unknown[];
  return held.slice(0, 100).flatMap((one) => textsIn(one, depth + 1));
}
