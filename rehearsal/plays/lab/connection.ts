import { Client } from 'pg';
import type { VirtualClock } from '../../aws/clock.ts';
import type { Random } from '../../aws/random.ts';
import { settled } from '../scene/settled.ts';
import type { Way } from './way.ts';

/** A client's connection on the simulator. */
export interface LabConnection {
  readonly sessionId: number | undefined;
  query(statement: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

/** What connections are opened with. */
export interface ConnectionParts {
  readonly clock: Pick<VirtualClock, 'now' | 'at' | 'sleep' | 'hold'>;
  readonly random: Random;
  readonly user: string;
  readonly password: string;
  /** When the last connection ended, on this machine's clock. */
  readonly ends: { last: number };
}

/** Virtual milliseconds, as the deployed function has them. */
const patience = { connect: 5000, answer: 30_000 };
/** Real milliseconds in which a server's process that has nobody left is gone. */
const exitMilliseconds = 5;
/** Virtual milliseconds from a statement to its answer, within a Region. */
const roundTrip = [1, 4] as const;
/** Real milliseconds: a real server that doesn't answer within them never will. */
const realPatience = 20_000;

/**
 * Connects over verified TLS. What is real happens while time stands still, unless something on the way
 * makes the client wait; then a round trip is drawn for it.
 * @param isCounting whether it counts sessions: those that have just ended are none any more
 * @throws the driver's error, or Node's
 */
export async function openConnection(
  way: Way,
  label: string,
  parts: ConnectionParts,
  isCounting = false,
): Promise<LabConnection> {
  const { clock, random, user, password } = parts;
  // Drawn before anything real happens: which of several connects first is this machine's affair.
  const took = random.between(...roundTrip);
  const reached = way.reach();
  if (reached === undefined) throw failure('ENOTFOUND', 'the name leads nowhere');
  if (reached.kind === 'silent') {
    await clock.sleep(patience.connect);
    throw failure('ETIMEDOUT', 'timeout expired');
  }
  if (reached.kind !== 'open') {
    await clock.sleep(took);
    const code = reached.kind === 'refused' ? 'ECONNREFUSED' : 'EHOSTUNREACH';
    throw failure(code, `connect ${code}`);
  }
  const client = new Client({
    host: reached.at.address,
    port: reached.at.port,
    user,
    password,
    database: 'postgres',
    application_name: label,
    ssl: { secureContext: way.trust, servername: way.provenName },
    connectionTimeoutMillis: realPatience,
    query_timeout: realPatience,
  });
  const state = { isBroken: false };
  const broken = (): void => {
    state.isBroken = true;
  };
  client.on('error', broken);
  client.on('end', broken);
  await answered(client, patience.connect, () => client.connect());
  await clock.sleep(took);
  return {
    sessionId: (client as { readonly processID?: number }).processID,
    async query(statement) {
      const time = random.between(...roundTrip);
      const { rows } = await answered(client, patience.answer, async () => {
        if (isCounting) await untilGone(parts.ends.last);
        return client.query<Record<string, unknown>>(statement);
      });
      await clock.sleep(time);
      await clock.hold(settled);
      // The answer was on its way when the connection broke: the client never got it.
      if (state.isBroken) throw new Error('Connection terminated unexpectedly');
      return rows;
    },
    // What ends may be broken already, and that is no news.
    close: () =>
      clock.hold(async () => {
        await client.end().catch(() => undefined);
        parts.ends.last = performance.now();
      }),
  };

  /** Nobody waits longer than a client's patience, which counts where something lets time pass. */
  async function answered<Answer>(
    asking: Client,
    milliseconds: number,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    const timer = { expired: false };
    const cancel = clock.at(clock.now() + milliseconds, () => {
      timer.expired = true;
      asking.end().catch(() => undefined);
    });
    try {
      return await clock.hold(work);
    } catch (error) {
      throw timer.expired ? failure('ETIMEDOUT', 'Query read timeout') : error;
    } finally {
      cancel();
    }
  }
}

/** A server's process takes a moment to end after its client: how many there are must not depend on it. */
async function untilGone(lastEnd: number): Promise<void> {
  const wait = lastEnd + exitMilliseconds - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
