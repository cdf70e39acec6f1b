import { describe, expect, it } from '@jest/globals';
import { help, options, readOptions } from '../../plays/rehearse/options.ts';
import { standard } from '../../plays/scene/standard-setting.ts';

describe('npm run rehearse without options', () => {
  it('the standard rehearsal is the one without options', () => {
    expect(readOptions([])).toEqual({
      kind: 'rehearse',
      setting: standard,
      json: undefined,
      realMillisecondsPerSecond: 0,
      stay: false,
    });
  });
});

describe.each([
  { args: '--mode drill', setting: { mode: 'drill' } },
  { args: '--mode=standby', setting: { mode: 'standby' } },
  { args: '--engine aurora-mysql', setting: { engine: 'aurora-mysql' } },
  { args: '--instance', setting: { engine: 'postgres' } },
  { args: '--instance --engine aurora-mysql', setting: { engine: 'mysql' } },
  { args: '--encryption none', setting: { encryption: 'none' } },
  { args: '--encryption aws-managed --instance', setting: { encryption: 'aws-managed' } },
  { args: '--encryption aws-owned', setting: { encryption: 'aws-owned' } },
  { args: '--copy-route one-call', setting: { copyRoute: 'one-call' } },
  { args: '--readers 5', setting: { readers: 5 } },
  { args: '--serverless --readers 1', setting: { serverless: true, readers: 1 } },
  { args: '--empty-target', setting: { emptyTarget: true } },
  { args: '--own-settings --readers 1', setting: { ownSettings: true, readers: 1 } },
  { args: '--own-settings --instance', setting: { ownSettings: true, engine: 'postgres' } },
  { args: '--instance-names keep', setting: { instanceNames: 'keep' } },
  { args: '--grace 12h', setting: { graceHours: 12, approve: undefined } },
  { args: '--grace 1h --approve never', setting: { graceHours: 1, approve: 'never' } },
  { args: '--approve no', setting: { graceHours: 0, approve: 'no' } },
  { args: '--login iam', setting: { login: 'iam' } },
  { args: '--login iam --instance', setting: { login: 'iam', engine: 'postgres' } },
  { args: '--seed 4294967295', setting: { seed: 4_294_967_295 } },
])('the options $args', ({ args, setting }) => {
  it(`the setting read from the options is ${JSON.stringify(setting)}`, () => {
    expect(readOptions(args.split(' '))).toMatchObject({ kind: 'rehearse', setting });
  });
});

describe('the pace of a rehearsal', () => {
  it.each([
    { args: ['--real-time'], milliseconds: 1000 },
    { args: ['--speed', '10'], milliseconds: 100 },
    { args: ['--speed', '1000000'], milliseconds: 0.001 },
  ])('the pace of $args is $milliseconds ms for a virtual second', ({ args, milliseconds }) => {
    expect(readOptions(args)).toMatchObject({ realMillisecondsPerSecond: milliseconds });
  });
});

describe('--stay', () => {
  it('the option --stay keeps the simulator running', () => {
    expect(readOptions(['--stay'])).toMatchObject({ stay: true });
  });
});

describe('--json', () => {
  it('the option --json names the file for the figures', () => {
    expect(readOptions(['--json', 'out.json'])).toMatchObject({ json: 'out.json' });
  });
});

describe('wrong options', () => {
  it.each([
    ['--grace 1', '--grace: expected hours from 0h to 48h, found "1"'],
    ['--grace 49h', '--grace: expected hours from 0h to 48h, found "49h"'],
    ['--approve perhaps', '--approve: expected yes or no or never, found "perhaps"'],
    [
      '--approve yes --mode drill',
      '--grace and --approve are about the database that gives way: they go with --mode swap, without --empty-target',
    ],
    [
      '--grace 1h --empty-target',
      '--grace and --approve are about the database that gives way: they go with --mode swap, without --empty-target',
    ],
    [
      '--own-settings --empty-target',
      '--own-settings is about the live database: it goes without --empty-target',
    ],
    ['--mode wrong', '--mode: expected swap or standby or drill, found "wrong"'],
    ['--engine oracle', '--engine: expected aurora-postgresql or aurora-mysql, found "oracle"'],
    [
      '--encryption all',
      '--encryption: expected none or aws-managed or customer or aws-owned, found "all"',
    ],
    ['--copy-route three', '--copy-route: expected two-step or one-call, found "three"'],
    ['--login x', '--login: expected secret or iam, found "x"'],
    ['--instance-names x', '--instance-names: expected swap or keep, found "x"'],
    ['--readers 6', '--readers: expected a whole number from 0 to 5, found "6"'],
    ['--readers=-1', '--readers: expected a whole number from 0 to 5, found "-1"'],
    ['--readers=1.5', '--readers: expected a whole number from 0 to 5, found "1.5"'],
    ['--readers=', '--readers: expected a whole number from 0 to 5, found ""'],
    ['--seed x', '--seed: expected a whole number from 0 to 4294967295, found "x"'],
    [
      '--seed 4294967296',
      '--seed: expected a whole number from 0 to 4294967295, found "4294967296"',
    ],
    ['--speed 0', '--speed: expected a whole number from 1 to 1000000, found "0"'],
    ['--json=', '--json: expected the name of a file, found ""'],
    [
      '--instance --readers 1',
      '--instance stands alone: it goes without --readers and --serverless',
    ],
    [
      '--instance --serverless',
      '--instance stands alone: it goes without --readers and --serverless',
    ],
    [
      '--instance --encryption aws-owned',
      '--encryption aws-owned is for Aurora clusters: it goes without --instance',
    ],
    ['--nonsense', "Unknown option '--nonsense'; --help lists the options"],
    ['--readers', "Option '--readers <value>' argument missing; --help lists the options"],
    [
      '--serverless=yes',
      "Option '--serverless' does not take an argument; --help lists the options",
    ],
    ['--readers -1', "Option '--readers' argument is ambiguous; --help lists the options"],
    ['drill', "Unexpected argument 'drill'; --help lists the options"],
  ])('the wrong option %s is refused in one line', (args, message) => {
    expect(() => readOptions(args.split(' '))).toThrow(
      expect.objectContaining({ name: 'WrongOption', message }),
    );
  });

  it('a wrong option is ignored when help is asked for', () => {
    expect(readOptions(['--help', '--mode', 'wrong'])).toEqual({ kind: 'help' });
  });
});

describe('the help', () => {
  it.each(Object.keys(options))('the help explains --%s', (name) => {
    expect(help).toMatch(new RegExp(`^  --${name}\\b.*\\S`, 'm'));
  });
});
