import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { connectAsMaster } from '../../aws/databases/connection.ts';
import type { SqlConnection } from '../../aws/databases/connection.ts';
import type { DeployedStack } from '../../aws/deployment/deploy.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { writesTable } from '../failover/session.ts';
import { silent } from '../rehearse/progress-printer.ts';
import { rehearse } from '../rehearse/rehearse.ts';
import { deployAccess, deployConsumer } from '../scene/deploy-access.ts';
import { output } from '../scene/deploy-stacks.ts';
import { liveName } from '../scene/fixtures.ts';
import { source, target } from '../scene/locations.ts';
import type { Location } from '../../aws/contracts.ts';
import { clusterHost } from '../../aws/services/rds/endpoints.ts';
import { standard } from '../scene/standard-setting.ts';
import { observe } from '../scene/observe.ts';
import { figuresOf } from './figures.ts';
import type { ClientFigures } from './figures.ts';
import { PrivateClients, wayOf } from './private-clients.ts';
import { consumer, host } from './ways.ts';
import type { Way } from './ways.ts';

/** One recovery to be played with clients on both ways. */
export interface CutOverSetting {
  readonly seed: number;
  /** The parameter of the stack target. */
  readonly cutOver: 'names' | 'access';
}

/** What the clients of a recovery met. */
export interface CutOverReport extends CutOverSetting {
  /** Of the recovery. */
  readonly status: string;
  /** What the rehearsal's own checks found amiss, but for rows that the clients wrote. */
  readonly failedChecks: readonly string[];
  readonly clients: Readonly<Record<Way, ClientFigures>>;
  /** How the target group's passes ended; none may fail. */
  readonly accessRuns: Readonly<Record<string, number>>;
  readonly rtoSeconds: number | null;
  readonly liveNameGapSeconds: number | null;
  readonly wallSeconds: number;
}

/** From its beginning the clients write; at the end of the other the restored database has them all. */
const firstStep = 'SwapNames';
const lastStep = 'TerminateOldCluster';
/** Clients that write change what was captured. */
const asCaptured = 'same rows and checksum as captured';

/** Plays a whole recovery beside an access stack, and measures what its clients meet at the swap. */
export async function playCutOver(
  setting: CutOverSetting,
  projectDirectory: string,
): Promise<CutOverReport> {
  let clients: PrivateClients | undefined;
  let access: DeployedStack | undefined;
  let kept: readonly number[] = [];
  let accessRuns: Record<string, number> = {};
  const report = await rehearse(
    // What restarts instances is no cut-over's doing.
    { ...standard, instanceNames: 'keep', seed: setting.seed },
    {
      projectDirectory,
      progressPrinter: silent,
      onDatabases: async (simulator, master) => {
        for (const place of [source, target]) {
          await use(simulator, place, master, (sql) => sql.query(writesTable));
        }
        const paths = {
          stacksDirectory: path.join(projectDirectory, 'stacks'),
          producer: target,
          consumer,
          followed: liveName,
          privateName: host,
          parameters: { CutOver: setting.cutOver === 'access' ? 'yes' : 'no' },
        };
        access = await deployAccess(simulator, paths);
        await deployConsumer(simulator, paths, access);
        const oldPort = simulator.rds.serverOf(target, writerOf(simulator))?.port;
        const ca = await readFile(simulator.engine.caFile, 'utf8');
        clients = new PrivateClients(simulator, {
          seed: setting.seed,
          login: { ...master, ca },
          oldPort: () => oldPort,
        });
        follow(simulator, clients);
        return {
          SyncTargetsFunctionName: output(access, 'SyncTargetsFunctionName'),
          CutOver: setting.cutOver,
        };
      },
      onCurtain: async (simulator) => {
        await simulator.clock.run(clients?.end() ?? Promise.resolve());
        const master = simulator.rds.master(target, liveName);
        if (master === undefined || access === undefined) return;
        kept = await use(simulator, target, master, async (sql) =>
          (await sql.query('SELECT id FROM failover_writes')).map(({ id }) => Number(id)),
        );
        accessRuns = runsOf(simulator, access);
      },
    },
  );
  const of = (way: Way): ClientFigures =>
    figuresOf(
      clients?.attempts[way] ?? [],
      kept.filter((id) => wayOf(id) === way),
    );
  return {
    ...setting,
    status: report.failure?.error ?? 'SUCCEEDED',
    failedChecks: report.verification
      .filter(({ name, passed }) => !passed && !name.endsWith(asCaptured))
      .map(({ name, detail }) => `${name}: ${detail}`),
    clients: { access: of('access'), name: of('name') },
    accessRuns,
    rtoSeconds: report.rtoSeconds,
    liveNameGapSeconds: report.liveNameGapSeconds,
    wallSeconds: report.wallSeconds,
  };
}

/** Begins the clients at the swap, and stops them when the old database is about to go. */
function follow(simulator: Simulator, clients: PrivateClients): void {
  simulator.stepFunctions.onHistoryEvent((event: HistoryEvent) => {
    if (event.type !== 'TaskStateEntered') return;
    const { name } = event.stateEnteredEventDetails ?? {};
    if (name === firstStep) clients.begin();
    if (name === lastStep) void clients.end();
  });
}

function writerOf(simulator: Simulator): string {
  return simulator.rds.describedWriter(target, liveName) ?? '';
}

/** Does something in the database that has the live name, as its master. */
function use<T>(
  simulator: Simulator,
  place: Location,
  master: { readonly user: string; readonly password: string },
  work: (sql: SqlConnection) => Promise<T>,
): Promise<T> {
  return observe(simulator, async () => {
    const own = clusterHost(place, liveName);
    const at = simulator.network.find(simulator.names.resolve(own), 5432);
    if (at === undefined) throw new Error(`${own} doesn't answer`);
    const sql = await connectAsMaster(simulator.engine, at, master, { host: own });
    try {
      return await work(sql);
    } finally {
      await sql.end();
    }
  });
}

function runsOf(simulator: Simulator, access: DeployedStack): Record<string, number> {
  const runs: Record<string, number> = {};
  for (const { status } of simulator.stepFunctions.ended(output(access, 'AccessWorkflowArn'))) {
    runs[status] = (runs[status] ?? 0) + 1;
  }
  return runs;
}
