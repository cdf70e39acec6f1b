import { parseArgs } from 'node:util';
import { WrongOption } from '../../../commands/terminal/wrong-option.ts';
import { faultKinds } from './faults.ts';
import { parseRunId } from './run-spec.ts';
import { scenarios } from './scenario.ts';
import type { Databases } from './campaign-runner.ts';

const runKinds = [...faultKinds, 'again'] as const;

/** What goes wrong in a run; `again`: in its second start. */
export type RunKind = (typeof runKinds)[number];

/** What a campaign plays. */
export interface CampaignRequest {
  /** Everything drawn follows from it. */
  readonly seed: number;
  /**
   * How many seeded combinations of two and three faults are played besides, and how many runs in whose
   * second start something goes wrong again.
   */
  readonly combinations: number;
  /** How many of all runs are played; all where it is undefined. */
  readonly sample: number | undefined;
  /** Whether a sample is chosen for what it covers, rather than drawn. */
  readonly cover: boolean;
  /** Those runs alone in which something of this kind goes wrong; all where it is undefined. */
  readonly kind: RunKind | undefined;
  /** Those runs alone that are played on this scenario; all where it is undefined. */
  readonly scenario: string | undefined;
  /** One run alone, by its id. */
  readonly only: string | undefined;
  readonly databases: Databases;
}

export type Request =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'campaign';
      readonly request: CampaignRequest;
      readonly json: string | undefined;
    };

export const help = `Plays recoveries in which something goes wrong: every call × every fault, every step × every fault,
every notice, every operation of RDS, what others do, and seeded combinations; then checks what
each left. Everything runs in this machine and in virtual time. Nothing is sent to AWS.

  npm run campaign -- [options]

  --runs N          combinations of two and three faults to play besides, and as many runs in whose
                    second start something goes wrong again (1500)
  --sample N        play N of all runs, drawn by the seed
  --cover           choose the sample for what it covers, rather than drawing it
  --kind KIND       play those runs alone in which something of a kind goes wrong: call, step, notice,
                    operation, condition, status, encounter, forger; again: in a second start
  --scenario NAME   play the runs of one scenario alone: swap-quiet
  --only ID         play one run alone, as a violation names it:
                    swap/target.SwapNames.0:crash-after:once
  --databases KIND  lineage: remember what each database holds (the default, and quick);
                    postgresql: keep it in real servers too, and compare
  --seed N          everything drawn follows from it (1)
  --json FILE       write the figures to FILE
  --help            this text

Exit code: 0 when no run broke an invariant, 1 when one did, 2 for a wrong option.`;

const options = {
  runs: { type: 'string', default: '1500' },
  sample: { type: 'string' },
  cover: { type: 'boolean', default: false },
  kind: { type: 'string' },
  scenario: { type: 'string' },
  only: { type: 'string' },
  databases: { type: 'string', default: 'lineage' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** @throws WrongOption saying which option and what was expected */
export function readOptions(args: readonly string[]): Request {
  const values = parse(args);
  if (values.help) return { kind: 'help' };
  if (values.only !== undefined && parseRunId(values.only) === undefined) {
    throw new WrongOption(
      `--only: expected <scenario>/<fault>, as a violation names it, found "${values.only}"`,
    );
  }
  const { databases, kind, scenario } = values;
  if (kind !== undefined && !isKind(kind)) {
    throw new WrongOption(`--kind: expected one of ${runKinds.join(', ')}, found "${kind}"`);
  }
  if (scenario !== undefined && !scenarios.some(({ name }) => name === scenario)) {
    const names = scenarios.map(({ name }) => name).join(', ');
    throw new WrongOption(`--scenario: expected one of ${names}, found "${scenario}"`);
  }
  if (databases !== 'lineage' && databases !== 'postgresql') {
    throw new WrongOption(`--databases: expected lineage or postgresql, found "${databases}"`);
  }
  return {
    kind: 'campaign',
    request: {
      seed: wholeNumber('seed', values.seed, 0),
      combinations: wholeNumber('runs', values.runs, 0),
      sample: values.sample === undefined ? undefined : wholeNumber('sample', values.sample, 1),
      cover: values.cover,
      kind,
      scenario,
      only: values.only,
      databases,
    },
    json: values.json,
  };
}

function isKind(text: string): text is RunKind {
  return runKinds.some((kind) => kind === text);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new WrongOption(`${line.split('. To specify')[0]}; --help lists the options`);
  }
}

function wholeNumber(option: string, found: string, low: number): number {
  const value = Number(found);
  if (/^\d+$/.test(found) && value >= low && value <= 4_294_967_295) return value;
  throw new WrongOption(`--${option}: expected a whole number from ${low}, found "${found}"`);
}
