import { describe, expect, it } from '@jest/globals';
import { help, readOptions } from '../../../commands/dev/options.ts';

const live = {
  kind: 'live',
  function: 'ProbeDatabase',
  stack: undefined,
  profile: undefined,
  region: undefined,
  event: undefined,
  entry: undefined,
  inspect: undefined,
};

describe('readOptions', () => {
  it.each([
    ['ProbeDatabase', {}],
    ['ProbeDatabase --stack understudy-lab', { stack: 'understudy-lab' }],
    ['--stack understudy-lab ProbeDatabase', { stack: 'understudy-lab' }],
    ['ProbeDatabase --profile lab --region eu-west-1', { profile: 'lab', region: 'eu-west-1' }],
    ['ProbeDatabase --event events/a.json --entry a.ts', { event: 'events/a.json', entry: 'a.ts' }],
    ['ProbeDatabase --inspect', { inspect: 9229 }],
    ['--inspect ProbeDatabase', { inspect: 9229 }],
    ['ProbeDatabase --inspect 9300', { inspect: 9300 }],
    ['ProbeDatabase --inspect=9300', { inspect: 9300 }],
    ['ProbeDatabase --inspect --stack lab', { inspect: 9229, stack: 'lab' }],
    ['Probe/ProbeDatabase --stack lab', { function: 'Probe/ProbeDatabase', stack: 'lab' }],
  ])('reads %s', (line, expected) => {
    expect(readOptions(line.split(' '))).toEqual({ ...live, ...expected });
  });

  it.each([
    ['--restore', undefined],
    ['--restore ProbeDatabase', 'ProbeDatabase'],
    ['ProbeDatabase --restore', 'ProbeDatabase'],
  ])('reads %s', (line, name) => {
    expect(readOptions(line.split(' '))).toEqual({ kind: 'restore', function: name });
  });

  it.each(['--help', 'ProbeDatabase --help', '--help --restore'])('reads %s', (line) => {
    expect(readOptions(line.split(' '))).toEqual({ kind: 'help' });
  });

  it.each([
    ['', 'expected a function, found none'],
    ['A B', 'expected one function, found A and B'],
    ['A --colour red', "Unknown option '--colour'"],
    ['A --stack', "Option '--stack <value>' argument missing"],
    ['A --stack=', '--stack: expected a value, found ""'],
    ['A --entry=', '--entry: expected a value, found ""'],
    ['A --inspect=', '--inspect: expected a value, found ""'],
    ['A --inspect=80', '--inspect: expected a whole number from 1024 to 65535, found "80"'],
    ['A --inspect=65536', '--inspect: expected a whole number'],
    ['A --inspect=x', '--inspect: expected a whole number'],
    ['--restore --stack lab', '--restore goes without --stack'],
    ['--restore --inspect', '--restore goes without --inspect'],
    ['arn:aws:lambda:eu-west-1:111111111111:function:a --stack lab', 'goes without --stack'],
  ])('refuses "%s" in one line', (line, sentence) => {
    const read = () => readOptions(line.split(' ').filter((word) => word !== ''));

    expect(read).toThrow(sentence);
    expect(read).toThrow(expect.objectContaining({ name: 'WrongOption' }));
    expect(read).not.toThrow(/\n/);
  });

  it('the help lists every option', () => {
    for (const option of ['stack', 'profile', 'region', 'event', 'entry', 'inspect', 'restore']) {
      expect(help).toContain(`--${option}`);
    }
  });
});
