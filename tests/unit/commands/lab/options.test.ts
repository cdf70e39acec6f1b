import { describe, expect, it } from '@jest/globals';
import { chosenPaths, help, options, readLabOptions } from '../../../../commands/lab/options.ts';

/** Each wrong option, with the line that refuses it. */
const refused: readonly (readonly [args: string, line: RegExp])[] = [
  ['--nonsense', /^Unknown option '--nonsense'/],
  ['more', /^Unexpected argument 'more'/],
  ['--paths', /^Option '--paths <value>' argument missing; --help lists the options$/],
  ['--paths direct,reader', /^--paths: expected direct or nlb or proxy, found "reader"$/],
  ['--paths direct,direct', /^--paths: expected each path once, found "direct,direct"$/],
  ['--paths=', /^--paths: expected direct or nlb or proxy, found ""$/],
  ['--failovers 51', /^--failovers: expected a whole number from 0 to 50, found "51"$/],
  ['--failovers 0', /^--failovers 0 goes with --burst: there is nothing to measure otherwise$/],
  ['--failovers 1.5', /^--failovers: expected a whole number/],
  ['--seconds 29', /^--seconds: expected a whole number from 30 to 780, found "29"$/],
  ['--clients 0', /^--clients: expected a whole number from 1 to 100, found "0"$/],
  ['--interval 9', /^--interval: expected a whole number from 10 to 60000, found "9"$/],
  ['--burst 501', /^--burst: expected a whole number from 0 to 500, found "501"$/],
  ['--json=', /^--json: expected the name of a file, found ""$/],
  ['--picture=', /^--picture: expected the name of a file, found ""$/],
  ['--stack 1lab', /^--stack: expected the name of a stack, found "1lab"$/],
  ['--stack=', /^--stack: expected the name of a stack, found ""$/],
  ['--profile=', /^--profile: expected the name of a profile, found ""$/],
  ['--region frankfurt', /^--region: expected a Region such as eu-central-1, found "frankfurt"$/],
  ['--seed 1', /^--seed is about the simulator: it goes with --local$/],
  ['--engine aurora-mysql', /^--engine is about the simulator: it goes with --local$/],
  ['--local --stack lab', /^--stack is about AWS: it goes without --local$/],
  ['--local --profile lab', /^--profile is about AWS: it goes without --local$/],
  ['--local --region eu-west-1', /^--region is about AWS: it goes without --local$/],
  ['--local --seed -1', /^Option '--seed' argument is ambiguous/],
  ['--local --seed 4294967296', /^--seed: expected a whole number from 0 to 4294967295/],
  ['--local --engine oracle', /^--engine: expected aurora-postgresql or aurora-mysql, found/],
  ['--local --engine aurora-mysql', /^--engine aurora-mysql: the simulator's MariaDB servers/],
];

const read = (args: string) => readLabOptions(args.split(' ').filter((word) => word !== ''));

describe('the options of npm run lab', () => {
  it.each(refused)('the arguments "%s" are refused in one line', (args, line) => {
    const refusal = ((): unknown => {
      try {
        return read(args);
      } catch (error) {
        return error;
      }
    })();

    expect(refusal).toMatchObject({ name: 'WrongOption', message: expect.stringMatching(line) });
    expect((refusal as Error).message).not.toContain('\n');
  });

  it('every option can be wrong, and is among the refusals', () => {
    const tried = refused.map(([args]) => args).join(' ');
    const taking = Object.entries(options).filter(([, { type }]) => type === 'string');

    expect(taking.map(([name]) => name).filter((name) => !tried.includes(`--${name}`))).toEqual([]);
  });

  it('without options three failovers are asked for in AWS', () => {
    expect(read('')).toEqual({
      kind: 'experiment',
      experiment: {
        paths: undefined,
        failovers: 3,
        seconds: 120,
        clients: 4,
        intervalMilliseconds: 100,
        burst: 0,
      },
      json: undefined,
      picture: undefined,
      place: { kind: 'deployed', stack: 'understudy-lab', profile: undefined, region: undefined },
    });
  });

  it('all options are read', () => {
    expect(
      read(
        '--paths proxy,direct --failovers 5 --seconds 60 --clients 8 --interval 50 --burst 200 ' +
          '--json a.json --picture a.svg --stack other --profile me --region eu-west-1',
      ),
    ).toEqual({
      kind: 'experiment',
      experiment: {
        paths: ['proxy', 'direct'],
        failovers: 5,
        seconds: 60,
        clients: 8,
        intervalMilliseconds: 50,
        burst: 200,
      },
      json: 'a.json',
      picture: 'a.svg',
      place: { kind: 'deployed', stack: 'other', profile: 'me', region: 'eu-west-1' },
    });
    expect(read('--local --seed 7')).toMatchObject({
      place: { kind: 'local', engine: 'aurora-postgresql', seed: 7 },
    });
  });

  it('the help names every option', () => {
    expect(read('--help')).toEqual({ kind: 'help' });
    expect(Object.keys(options).filter((name) => !help.includes(`--${name}`))).toEqual([]);
  });
});

describe('the paths of an experiment', () => {
  it('all paths that are there are compared, or those that are asked for', () => {
    expect(chosenPaths(undefined, ['direct', 'proxy'])).toEqual(['direct', 'proxy']);
    expect(chosenPaths(['proxy'], ['direct', 'proxy'])).toEqual(['proxy']);
  });

  it('a path that is not there is refused', () => {
    expect(() => chosenPaths(['direct', 'nlb'], ['direct', 'proxy'])).toThrow(
      '--paths: expected paths that are there (direct, proxy), found "nlb"',
    );
  });
});
