import { parseArgs } from 'node:util';
import type { Setting } from '../scene/setting.ts';
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

/** What was asked for. */
export type Request =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'rehearse';
      readonly setting: Setting;
      readonly json: string | undefined;
      /** Milliseconds on the wall for each virtual second; 0 is as fast as the machine goes. */
      readonly realMillisecondsPerSecond: number;
      /** Whether the simulator stays up after the play, for the AWS CLI. */
      readonly stay: boolean;
    };

export const help = helpText(import.meta.url);

/** As `parseArgs` of Node takes them. */
export const options = {
  mode: { type: 'string', default: 'swap' },
  engine: { type: 'string', default: 'aurora-postgresql' },
  instance: { type: 'boolean', default: false },
  encryption: { type: 'string' },
  'copy-route': { type: 'string', default: 'two-step' },
  readers: { type: 'string', default: '0' },
  serverless: { type: 'boolean', default: false },
  'empty-target': { type: 'boolean', default: false },
  'own-settings': { type: 'boolean', default: false },
  'instance-names': { type: 'string', default: 'swap' },
  grace: { type: 'string', default: '0h' },
  approve: { type: 'string' },
  login: { type: 'string', default: 'secret' },
  seed: { type: 'string', default: '1' },
  'real-time': { type: 'boolean', default: false },
  speed: { type: 'string' },
  json: { type: 'string' },
  stay: { type: 'boolean', default: false },
  help: helpOption,
} as const;

/** @throws WrongOption saying which option and what was expected */
export function readOptions(args: readonly string[]): Request {
  const read = parsed(() => parseArgs({ args: [...args], options, strict: true, tokens: true }));
  const { values } = read;
  if (values.help) return { kind: 'help' };
  requireAlone('real-time', ['speed'], read, 'each says how fast time passes');
  requireAlone(
    'instance',
    ['instance-names'],
    read,
    'these are the names of instances of a cluster',
  );
  const aurora = oneOf('engine', values.engine, ['aurora-postgresql', 'aurora-mysql']);
  const engine = values.instance ? instanceEngine(aurora) : aurora;
  const readers = wholeNumber('readers', values.readers, 0, 5);
  const situations = ['none', 'aws-managed', 'customer', 'aws-owned'] as const;
  const encryption = oneOf('encryption', values.encryption ?? 'customer', situations);
  if (values.instance && (readers > 0 || values.serverless)) {
    throw new WrongOption('--instance stands alone: it goes without --readers and --serverless');
  }
  if (values.instance && encryption === 'aws-owned') {
    throw new WrongOption(
      '--encryption aws-owned is for Aurora clusters: it goes without --instance',
    );
  }
  const mode = oneOf('mode', values.mode, ['swap', 'standby', 'drill']);
  const graceHours = hours('grace', values.grace, 48);
  const retires = mode === 'swap' && !values['empty-target'];
  if (!retires && (graceHours > 0 || values.approve !== undefined)) {
    throw new WrongOption(
      '--grace and --approve are about the database that gives way: they go with --mode swap, without --empty-target',
    );
  }
  if (values['own-settings'] && values['empty-target']) {
    throw new WrongOption(
      '--own-settings is about the live database: it goes without --empty-target',
    );
  }
  return {
    kind: 'rehearse',
    setting: {
      mode,
      engine,
      encryption,
      copyRoute: oneOf('copy-route', values['copy-route'], ['two-step', 'one-call']),
      readers,
      serverless: values.serverless,
      emptyTarget: values['empty-target'],
      ownSettings: values['own-settings'],
      instanceNames: oneOf('instance-names', values['instance-names'], ['swap', 'keep']),
      graceHours,
      approve:
        values.approve === undefined
          ? undefined
          : oneOf('approve', values.approve, ['yes', 'no', 'never'] as const),
      login: oneOf('login', values.login, ['secret', 'iam']),
      seed: wholeNumber('seed', values.seed, 0, 4_294_967_295),
    },
    json: fileName('json', values.json),
    realMillisecondsPerSecond: pace(values['real-time'], values.speed),
    stay: values.stay,
  };
}

function instanceEngine(aurora: 'aurora-postgresql' | 'aurora-mysql'): 'postgres' | 'mysql' {
  return aurora === 'aurora-postgresql' ? 'postgres' : 'mysql';
}

function pace(realTime: boolean, speed: string | undefined): number {
  if (speed !== undefined) return 1000 / wholeNumber('speed', speed, 1, 1_000_000);
  return realTime ? 1000 : 0;
}

/** `12h` */
function hours(option: string, found: string, high: number): number {
  const value = Number(found.slice(0, -1));
  if (/^\d+h$/.test(found) && value <= high) return value;
  throw new WrongOption(`--${option}: expected hours from 0h to ${high}h, found "${found}"`);
}
