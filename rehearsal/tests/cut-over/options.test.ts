import { describe, expect, it } from '@jest/globals';
import { help, options, readCutOverOptions } from '../../plays/cut-over/options.ts';

const standard = { kind: 'rehearse', cutOver: 'access', seed: 1, runs: 1, json: undefined };

describe('the options of rehearse:cut-over', () => {
  it.each([
    { args: '', more: {} },
    { args: '--cut-over names', more: { cutOver: 'names' } },
    { args: '--runs 50 --seed 7', more: { runs: 50, seed: 7 } },
    { args: '--json a.json', more: { json: 'a.json' } },
  ])('the options "$args" are accepted', ({ args, more }) => {
    expect(readCutOverOptions(args.split(' ').filter(Boolean))).toEqual({ ...standard, ...more });
  });

  it.each([
    { args: '--cut-over dns', message: '--cut-over: expected access or names, found "dns"' },
    { args: '--runs 51', message: '--runs: expected a whole number from 1 to 50, found "51"' },
    { args: '--seed 4294967295 --runs 2', message: /leaves room for as many runs/ },
    { args: '--clients 4', message: "Unknown option '--clients'; --help lists the options" },
  ])('the options "$args" are refused in a sentence', ({ args, message }) => {
    expect(() => readCutOverOptions(args.split(' '))).toThrow(message);
  });

  it('the help lists all options, --help among them', () => {
    expect(readCutOverOptions(['--help'])).toEqual({ kind: 'help' });
    for (const option of Object.keys(options)) expect(help).toContain(`--${option}`);
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
  });
});
