import { parseArgs } from 'node:util';
import type { Setting } from '../scene/setting.ts';
import { fileName, oneOf, parsed, wholeNumber } from '../../../commands/terminal/option-values.ts';
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

export const help = `Rehearses a whole recovery on this machine: two accounts, two Regions, real databases, the real
templates, state machines and bundles. Nothing is sent to AWS.

  npm run rehearse -- [options]

  --mode swap|standby|drill      what becomes of the restored database (swap)
  --engine ENGINE                aurora-postgresql or aurora-mysql (aurora-postgresql); MySQL runs on
                                 MariaDB, which has to be installed
  --instance                     an RDS DB instance (postgres, mysql) in place of an Aurora cluster
  --encryption SITUATION         of the source: none, aws-managed, customer or aws-owned (customer)
  --copy-route two-step|one-call how the snapshot travels (two-step)
  --readers N                    readers of the cluster, 0 to 5 (0)
  --serverless                   Serverless v2 instances
  --empty-target                 no live database in the target: the first run
  --own-settings                 the live database has other settings than AWS's defaults, all that there
                                 are; it is protected, so the old one stays
  --instance-names swap|keep     whether the instances take their predecessors' names (swap)
  --grace Nh                     hours, 0 to 48, that the old database stays after the swap (0h)
  --approve yes|no|never         ask whether it may be deleted, and answer so (it isn't asked)
  --login secret|iam             what the restored database is verified with: a password from Secrets
                                 Manager, or a token of IAM database authentication (secret)
  --seed N                       everything drawn follows from it (1)
  --real-time                    a virtual second takes a second
  --speed N                      a real second takes N virtual ones
  --json FILE                    write the figures to FILE
  --stay                         keep the simulator up afterwards, for the AWS CLI, until Ctrl-C
  --help                         this text

Exit code: 0 when the recovery succeeded and every check passed, 1 when not, 2 for a wrong option.`;

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
  help: { type: 'boolean', default: false },
} as const;

/** @throws WrongOption saying which option and what was expected */
export function readOptions(args: readonly string[]): Request {
  const values = parsed(() => parseArgs({ args: [...args], options, strict: true }).values);
  if (values.help) return { kind: 'help' };
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
