import { describe, expect, it } from '@jest/globals';
import type { ProbeRequest } from '../../../../functions/lab/rules/probe-request.ts';
import type { ProbeResult } from '../../../../functions/lab/rules/result.ts';
import { probeDatabase } from '../../../../functions/lab/steps/probe-database.ts';
import { driverError, LabDatabase } from '../../fakes/lab-database.ts';

const request: ProbeRequest = {
  path: 'direct',
  clients: 2,
  seconds: 10,
  intervalMilliseconds: 100,
};

function probe(database: LabDatabase, more: Partial<ProbeRequest> = {}): Promise<ProbeResult> {
  const { clock, connect } = database;
  return clock.run(
    probeDatabase({ ...request, ...more }, 'aurora-postgresql', {
      connect,
      clock,
      runs: { next: () => 'beef' },
      userOf: async () => 'probe',
    }),
  );
}

describe('ProbeDatabase', () => {
  it('a probe of a healthy database acknowledges every attempt, and tells its figures', async () => {
    const database = new LabDatabase();

    const result = await probe(database);

    expect(result).toMatchObject({
      ...request,
      run: 'beef',
      engine: 'aurora-postgresql',
      begun: database.start,
      attempts: 100,
      acknowledged: 100,
      errors: {},
      p50: 4,
      p99: 4,
      accounts: { lostWrites: 0, doubledWrites: 0, unknownOutcomes: { kept: 0, gone: 0 } },
      databaseConnections: { minimum: 2, maximum: 2 },
    });
    expect(result.longestGap).toMatchObject({ isOpen: false });
    expect(result.longestGap.milliseconds).toBeLessThanOrEqual(100);
  });

  it('a probe leaves neither connections nor rows behind', async () => {
    const database = new LabDatabase();
    database.rows.push({ run: 'other', id: 1 });

    await probe(database);

    expect(database.open.size).toBe(0);
    expect(database.rows).toEqual([{ run: 'other', id: 1 }]);
  });

  it('a probe asks the demo’s query before each row, and its ids rise over all clients', async () => {
    const database = new LabDatabase();
    const ids: number[] = [];
    database.writing = () => {
      ids.push(Number(/, (\d+)\)$/.exec(database.said.at(-1) ?? '')?.[1]));
      return 'done';
    };

    await probe(database);

    const asked = database.said.filter((statement) => statement.includes('FROM singers'));
    expect(asked).toHaveLength(100);
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    expect(ids[0]).toBe(database.start * 1000);
    expect(new Set(ids).size).toBe(100);
  });

  it('all clients of a probe connect at once, and are counted', async () => {
    const database = new LabDatabase();

    const result = await probe(database, { clients: 200, intervalMilliseconds: 50 });

    expect(result.databaseConnections).toMatchObject({ minimum: 200, maximum: 200 });
    expect(result.attempts).toBe(200);
  });

  it('a client gives its connection up after an error, and connects anew', async () => {
    const database = new LabDatabase();
    const readOnly = driverError('25006', 'cannot execute INSERT in a read-only transaction');
    database.writing = (at) => (at >= 3 && at < 6 ? { error: readOnly } : 'done');
    let connected = 0;
    database.connecting = () => {
      connected += 1;
      return undefined;
    };

    const result = await probe(database);

    const errors = result.errors['read-only']?.count ?? 0;
    expect(result.errors).toEqual({ 'read-only': { count: 30, first: readOnly.message } });
    // Two clients, and one that counts.
    expect(connected).toBe(3 + errors);
    expect(result.longestGap).toMatchObject({ isOpen: false });
    expect(result.longestGap.milliseconds).toBeGreaterThan(3000);
    expect(result.longestGap.milliseconds).toBeLessThan(3200);
    expect(result.accounts).toMatchObject({ lostWrites: 0, refusedAndKept: 0 });
  });

  it('a row whose answer got lost is neither lost nor doubled, there or not', async () => {
    const database = new LabDatabase();
    const error = driverError('ECONNRESET');
    let turn = 0;
    database.writing = (at) => (at < 5 ? 'done' : { error, kept: turn++ % 2 === 0 });

    const { errors, accounts } = await probe(database);

    const count = errors['connection-lost']?.count ?? 0;
    expect(count).toBe(50);
    expect(accounts).toMatchObject({
      lostWrites: 0,
      doubledWrites: 0,
      unknownOutcomes: { kept: 25, gone: 25 },
    });
  });

  it.each([
    ['dropped', { lostWrites: 10, doubledWrites: 0 }],
    ['doubled', { lostWrites: 0, doubledWrites: 10 }],
  ] as const)('rows that are acknowledged and %s make %j', async (fate, expected) => {
    const database = new LabDatabase();
    database.writing = (at) => (at >= 4 && at < 5 ? fate : 'done');

    expect((await probe(database)).accounts).toMatchObject(expected);
  });

  it('a path on which nobody is let in is one gap, with every attempt classified', async () => {
    const database = new LabDatabase();
    database.connecting = (_, label) =>
      label.endsWith('observer') ? undefined : driverError('ECONNREFUSED');

    const result = await probe(database);

    expect(result).toMatchObject({ acknowledged: 0, p50: null, p99: null });
    expect(result.longestGap).toMatchObject({ isOpen: true });
    // Two at the beginning, and each attempt.
    expect(result.errors['connection-refused']?.count).toBe(102);
    expect(result.accounts).toMatchObject({ lostWrites: 0 });
  });

  it('a reader is neither believed about rows nor about connections', async () => {
    const database = new LabDatabase();
    database.isWriter = false;
    const turned = database.clock.at(database.start + 20_000, () => {
      database.isWriter = true;
    });

    const result = await probe(database);

    turned();
    expect(result.databaseConnections).toBeNull();
    expect(result.accounts).toMatchObject({ lostWrites: 0 });
    expect(database.seconds).toBeGreaterThan(20);
  });

  it('where no writer answers in the end the accounts are unknown, and said to be', async () => {
    const database = new LabDatabase();
    database.connecting = () => (database.seconds > 9 ? driverError('ENOTFOUND') : undefined);
    database.clock.at(database.start + 9000, () => {
      database.isWriter = false;
    });

    const result = await probe(database);

    expect(result.accounts).toBeNull();
    expect(result.acknowledged).toBeGreaterThan(80);
    expect(database.seconds).toBeLessThan(45);
  });

  it('an attempt that takes longer than its turn leaves turns out, and piles nothing up', async () => {
    const database = new LabDatabase();
    const error = driverError('ETIMEDOUT');
    database.connecting = (_, label) => (label.endsWith('direct') ? error : undefined);
    const { connect } = database;
    const slow: typeof connect = async (path, label) => {
      if (label.endsWith('direct')) await database.clock.sleep(1000);
      return connect(path, label);
    };

    const result = await database.clock.run(
      probeDatabase({ ...request, clients: 1 }, 'aurora-postgresql', {
        connect: slow,
        clock: database.clock,
        runs: { next: () => 'beef' },
        userOf: async () => 'probe',
      }),
    );

    expect(result.attempts).toBeLessThan(12);
    expect(result.errors.timeout?.count).toBe(result.attempts);
  });
});
