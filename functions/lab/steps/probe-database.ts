import type { Connect } from '../ports/connections.ts';
import type { ProbeClock } from '../ports/probe-clock.ts';
import type { RunNames } from '../ports/run-names.ts';
import type { Attempt } from '../rules/attempt.ts';
import { countConnections } from '../rules/census.ts';
import type { Engine } from '../rules/engine.ts';
import type { ProbeRequest } from '../rules/probe-request.ts';
import { resultOf } from '../rules/result.ts';
import type { ProbeResult } from '../rules/result.ts';
import { statementsOf } from '../rules/statements.ts';
import { Observer } from './observer.ts';
import { ProbeClient } from './probe-client.ts';

/** What a probe works with. */
export interface ProbePorts {
  readonly connect: Connect;
  readonly clock: ProbeClock;
  readonly runs: RunNames;
  /** As whom the path's clients sign in. */
  readonly userOf: (path: ProbeRequest['path']) => Promise<string>;
}

/** Milliseconds. */
const second = 1000;
/** How long a writer may take to answer when all is over. */
const patience = 30 * second;

/**
 * Writes through one path for a while and says what came of it: connects all clients at once, has them
 * write in turns, counts the connections as the database sees them each second, and holds in the end
 * what the clients were told against what the database has.
 */
export async function probeDatabase(
  request: ProbeRequest,
  engine: Engine,
  { connect, clock, runs, userOf }: ProbePorts,
): Promise<ProbeResult> {
  const statements = statementsOf(engine);
  const run = runs.next();
  const user = await userOf(request.path);
  const attempts: Attempt[] = [];
  const begun = clock.now();
  // Ids that rise from one run to the next as well.
  let id = Math.floor(begun) * 1000;
  const clients = Array.from(
    { length: request.clients },
    (_, index) =>
      new ProbeClient({
        path: request.path,
        run,
        number: index + 1,
        nextId: () => id++,
        statements,
        connect,
        clock,
        onAttempt: (attempt) => attempts.push(attempt),
      }),
  );
  const observer = new Observer(connect, statements, clock);
  const samples: (readonly [number, number])[] = [];

  const count = async (): Promise<void> => {
    const sessions = await observer.sessions();
    if (sessions === undefined) return;
    const ids = new Set(clients.flatMap(({ sessionId }) => sessionId ?? []));
    const known = { path: request.path, user, ids };
    samples.push([Math.round(clock.now() - begun), countConnections(sessions, known)]);
  };
  const until = begun + request.seconds * second;
  const watch = async (): Promise<void> => {
    for (let next = clock.now(); next < until; next += second) {
      await clock.sleep(next - clock.now());
      await count();
    }
  };

  await Promise.all(clients.map((client) => client.open()));
  const from = clock.now();
  const pace = request.intervalMilliseconds;
  await Promise.all([
    watch(),
    ...clients.map((client, index) =>
      client.run(from + index * pace, pace * request.clients, until),
    ),
  ]);
  const ended = clock.now();
  await Promise.all(clients.map((client) => client.close()));
  const kept = await observer.settle(run, patience);
  await observer.close();
  return resultOf({ request, run, engine, begun, ended, attempts, kept, samples });
}
