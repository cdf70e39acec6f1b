import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { helpText } from '../../../commands/terminal/help-text.ts';
import {
  fileName,
  helpOption,
  oneOf,
  parsed,
  requireAlone,
  wholeNumber,
} from '../../../commands/terminal/option-values.ts';
import { WrongOption } from '../../../commands/terminal/wrong-option.ts';
import { faultKinds } from './faults.ts';
import { parseRunId } from './run-spec.ts';
import { scenarios } from './scenario.ts';
import type { Databases } from './campaign-runner.ts';

const stacksDirectory = path.resolve(import.meta.dirname, '../../../stacks');

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

export const help = helpText(import.meta.url);

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
  help: helpOption,
} as const;

/** @throws WrongOption saying which option and what was expected */
export function readOptions(args: readonly string[]): Request {
  const read = parsed(() => parseArgs({ args: [...args], options, strict: true, tokens: true }));
  const { values } = read;
  if (values.help) return { kind: 'help' };
  const { scenario, only } = values;
  const choices = ['runs', 'sample', 'cover', 'kind', 'scenario'];
  requireAlone('only', choices, read, 'one run is all that is played then');
  if (values.cover && values.sample === undefined) {
    throw new WrongOption('--cover goes with --sample: all runs cover all that there is');
  }
  if (only !== undefined) requireId(only);
  if (scenario !== undefined && !scenarios.some(({ name }) => name === scenario)) {
    const names = scenarios.map(({ name }) => name).join(', ');
    throw new WrongOption(`--scenario: expected one of ${names}, found "${scenario}"`);
  }
  return {
    kind: 'campaign',
    request: {
      seed: wholeNumber('seed', values.seed, 0, most),
      combinations: wholeNumber('runs', values.runs, 0, most),
      sample:
        values.sample === undefined ? undefined : wholeNumber('sample', values.sample, 1, most),
      cover: values.cover,
      kind: values.kind === undefined ? undefined : oneOf('kind', values.kind, runKinds),
      scenario,
      only,
      databases: oneOf('databases', values.databases, ['lineage', 'postgresql']),
    },
    json: fileName('json', values.json),
  };
}

const most = 4_294_967_295;

/** @throws WrongOption where no run has such an id, or a function that it names isn't there */
function requireId(only: string): void {
  const found = parseRunId(only);
  if (found === undefined) {
    throw new WrongOption(
      `--only: expected <scenario>/<fault>, as a violation names it, found "${only}"`,
    );
  }
  for (const fault of [...found.faults, ...(found.again ?? [])]) {
    const name =
      'function' in fault ? fault.function : 'before' in fault ? fault.before : undefined;
    if (name === undefined || isFunction(name)) continue;
    throw new WrongOption(
      `--only: expected a step that there is, such as target.SwapNames, found "${name}"`,
    );
  }
}

/** Whether a name such as `target.SwapNames` is a function's: its logical id in a stack's template. */
function isFunction(name: string): boolean {
  const [stack = '', id = ''] = name.split('.');
  const template = path.join(stacksDirectory, `${stack}.yaml`);
  if (!existsSync(template)) return false;
  return readFileSync(template, 'utf8').includes(
    `\n  ${id}:\n    Type: AWS::Serverless::Function\n`,
  );
}
