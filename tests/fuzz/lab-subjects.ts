import { VirtualClock } from '../../rehearsal/aws/clock.ts';
import { prepareHandler } from '../../functions/lab/handler/prepare.ts';
import { probeHandler } from '../../functions/lab/handler/probe.ts';
import type { Connection } from '../../functions/lab/ports/connections.ts';
import type { ConnectionSettings } from '../../functions/lab/sql/connections.ts';
import { choose } from './mutation.ts';
import type { FunctionModule } from '../unit/shared/handler/function-files.ts';

type Handler = FunctionModule['handler'];

/** The lab's functions with a database in memory that answers anything, and time that passes at once. */
export function labHandler(step: string): Handler {
  return (event, context) => {
    const clock = new VirtualClock(Date.UTC(2026, 10, 2, 4));
    const handler: Handler =
      step === 'prepare-database'
        ? prepareHandler((settings) => () => connect(settings, 'direct'), clock)
        : probeHandler((settings) => ({
            connect: (path) => connect(settings, path),
            clock,
            runs: { next: () => '0123456789abcdef' },
            userOf: async (path) => (await settings.logins.of(path)).user,
          }));
    const timed = { ...context, getRemainingTimeInMillis: () => 900_000 };
    return clock.attend(handler(event, timed));
  };
}

let queries = 0;

async function connect(
  { logins }: ConnectionSettings,
  path: 'direct' | 'nlb' | 'proxy',
): Promise<Connection> {
  queries += 1;
  if (queries % 7 === 0) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  await logins.of(path);
  return {
    sessionId: queries % 3 === 0 ? undefined : queries,
    query: async () => {
      queries += 1;
      if (queries % 11 === 0) throw new TypeError('a driver that breaks');
      if (queries % 13 === 0) throw Object.assign(new Error('read-only'), { code: '25006' });
      return choose(rows, queries);
    },
    close: () => Promise.resolve(),
  };
}

const rows: readonly (readonly Readonly<Record<string, unknown>>[])[] = [
  [{ writer: 1, id: 1, user: 'probe', label: 'understudy-lab-direct' }],
  [{ writer: 1 }, { id: '7' }],
  [],
  [{}],
  [{ id: null, user: null, label: null }],
  [{ id: Number.NaN, writer: '1' }],
];
