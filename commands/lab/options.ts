import { parseArgs } from 'node:util';
import { Engine } from '../../functions/lab/rules/engine.ts';
import { paths } from '../../functions/lab/rules/path.ts';
import type { Path } from '../../functions/lab/rules/path.ts';
import { Region } from '../../functions/shared/rules/formats.ts';
import { helpText } from '../terminal/help-text.ts';
import { fileName, helpOption, oneOf, parsed, wholeNumber } from '../terminal/option-values.ts';
import { WrongOption } from '../terminal/wrong-option.ts';

/** How an experiment goes, wherever. */
export interface ExperimentRequest {
  /** Undefined: all that the lab has. */
  readonly paths: readonly Path[] | undefined;
  readonly failovers: number;
  readonly clients: number;
  readonly intervalMilliseconds: number;
  /** How long each failover is watched. */
  readonly seconds: number;
  /** Clients of a burst; 0 is none. */
  readonly burst: number;
}

/** What was asked for. */
export type LabRequest =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'experiment';
      readonly experiment: ExperimentRequest;
      readonly json: string | undefined;
      readonly picture: string | undefined;
      readonly place:
        | { readonly kind: 'local'; readonly engine: Engine; readonly seed: number }
        | {
            readonly kind: 'deployed';
            readonly stack: string;
            readonly profile: string | undefined;
            readonly region: string | undefined;
          };
    };

export const help = helpText(import.meta.url);

/** As `parseArgs` of Node takes them. */
export const options = {
  paths: { type: 'string' },
  failovers: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '120' },
  clients: { type: 'string', default: '4' },
  interval: { type: 'string', default: '100' },
  burst: { type: 'string', default: '0' },
  json: { type: 'string' },
  picture: { type: 'string' },
  stack: { type: 'string' },
  profile: { type: 'string' },
  region: { type: 'string' },
  local: { type: 'boolean', default: false },
  seed: { type: 'string' },
  engine: { type: 'string' },
  help: helpOption,
} as const;

type Values = ReturnType<typeof valuesOf>;

/** @throws WrongOption saying which option and what was expected */
export function readLabOptions(args: readonly string[]): LabRequest {
  const values = valuesOf(args);
  if (values.help) return { kind: 'help' };
  const failovers = wholeNumber('failovers', values.failovers, 0, 50);
  const burst = wholeNumber('burst', values.burst, 0, 500);
  if (failovers === 0 && burst === 0) {
    throw new WrongOption('--failovers 0 goes with --burst: there is nothing to measure otherwise');
  }
  return {
    kind: 'experiment',
    experiment: {
      paths: values.paths === undefined ? undefined : listed(values.paths),
      failovers,
      seconds: wholeNumber('seconds', values.seconds, 30, 780),
      clients: wholeNumber('clients', values.clients, 1, 100),
      intervalMilliseconds: wholeNumber('interval', values.interval, 10, 60_000),
      burst,
    },
    json: fileName('json', values.json),
    picture: fileName('picture', values.picture),
    place: values.local ? localPlace(values) : deployedPlace(values),
  };
}

function valuesOf(args: readonly string[]) {
  return parsed(() => parseArgs({ args: [...args], options, strict: true, tokens: true })).values;
}

function localPlace(values: Values) {
  for (const option of ['stack', 'profile', 'region'] as const) {
    if (values[option] !== undefined) {
      throw new WrongOption(`--${option} is about AWS: it goes without --local`);
    }
  }
  const engine = oneOf('engine', values.engine ?? 'aurora-postgresql', Engine.options);
  if (engine === 'aurora-mysql') {
    throw new WrongOption(
      "--engine aurora-mysql: the simulator's MariaDB servers don't follow one another, so there is " +
        'nobody to fail over to; play aurora-postgresql, or deploy the lab',
    );
  }
  const seed = wholeNumber('seed', values.seed ?? '1', 0, 4_294_967_295);
  return { kind: 'local', engine, seed } as const;
}

function deployedPlace(values: Values) {
  for (const option of ['seed', 'engine'] as const) {
    if (values[option] !== undefined) {
      throw new WrongOption(`--${option} is about the simulator: it goes with --local`);
    }
  }
  const { stack = 'understudy-lab', profile, region } = values;
  // Source: CloudFormation User Guide, "Stack name": letters, digits and hyphens, a letter first.
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stack)) {
    throw new WrongOption(`--stack: expected the name of a stack, found "${stack}"`);
  }
  if (profile === '') throw new WrongOption('--profile: expected the name of a profile, found ""');
  if (region !== undefined && !Region.safeParse(region).success) {
    throw new WrongOption(`--region: expected a Region such as eu-central-1, found "${region}"`);
  }
  return { kind: 'deployed', stack, profile, region } as const;
}

function listed(text: string): readonly Path[] {
  const found = text.split(',').map((one) => oneOf('paths', one, paths));
  if (new Set(found).size === found.length) return found;
  throw new WrongOption(`--paths: expected each path once, found "${text}"`);
}

/** @throws WrongOption for a path that the lab hasn't got */
export function chosenPaths(
  asked: readonly Path[] | undefined,
  there: readonly Path[],
): readonly Path[] {
  const missing = asked?.find((path) => !there.includes(path));
  if (missing === undefined) return asked ?? there;
  throw new WrongOption(
    `--paths: expected paths that are there (${there.join(', ')}), found "${missing}"`,
  );
}
