import type { Connect, Connection } from '../../functions/lab/ports/connections.ts';
import type { ProbeClock } from '../../functions/lab/ports/probe-clock.ts';
import type { Path } from '../../functions/lab/rules/path.ts';
import { preparationOf } from '../../functions/lab/rules/preparation.ts';
import { probeDatabase } from '../../functions/lab/steps/probe-database.ts';
import type { Lab } from './lab.ts';

/** What the simulator gives an experiment to stand on. */
export interface Ground {
  readonly paths: readonly Path[];
  readonly playedBy: Readonly<Partial<Record<Path, string>>>;
  readonly time: string;
  readonly clock: ProbeClock;
  readonly connect: Connect;
  /** As the cluster's master, at its endpoint. */
  readonly connectAsMaster: () => Promise<Connection>;
  readonly userOf: (path: Path) => string;
  /** A name of hexadecimal digits, by the seed. */
  readonly nextRun: () => string;
  failOver(): Promise<void>;
  isReady(): Promise<boolean>;
}

/** What ProbeDatabase and PrepareDatabase do, on the simulator: their own steps, in this process. */
export async function localLab(ground: Ground): Promise<Lab> {
  const { paths, playedBy, time, clock, connect } = ground;
  const engine = 'aurora-postgresql';
  const master = await ground.connectAsMaster();
  const preparation = { engine, database: 'postgres', user: undefined } as const;
  for (const statement of preparationOf(preparation)) await master.query(statement);
  await master.close();
  return {
    paths,
    playedBy,
    time,
    clock,
    probe: (request) =>
      probeDatabase(request, engine, {
        connect,
        clock,
        runs: { next: ground.nextRun },
        userOf: async (path) => ground.userOf(path),
      }),
    failOver: () => ground.failOver(),
    isReady: () => ground.isReady(),
  };
}
