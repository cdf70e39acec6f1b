import { describe, expect, it } from '@jest/globals';
import { help, options, readFailoverOptions } from '../../plays/failover/options.ts';

const standard = {
  kind: 'rehearse',
  seed: 1,
  runs: 1,
  clients: 4,
  force: 'failover',
  json: undefined,
  picture: undefined,
};

describe('the options of rehearse:failover', () => {
  it.each([
    { args: '', more: {} },
    { args: '--force crash', more: { force: 'crash' } },
    { args: '--clients 20 --runs 50', more: { clients: 20, runs: 50 } },
    { args: '--seed 4294967295', more: { seed: 4_294_967_295 } },
    { args: '--json a.json --picture b.svg', more: { json: 'a.json', picture: 'b.svg' } },
  ])('the options "$args" are accepted', ({ args, more }) => {
    expect(readFailoverOptions(args.split(' ').filter(Boolean))).toEqual({ ...standard, ...more });
  });

  it.each([
    { args: '--force reboot', message: '--force: expected failover or crash, found "reboot"' },
    { args: '--clients 0', message: '--clients: expected a whole number from 1 to 20, found "0"' },
    { args: '--runs 51', message: '--runs: expected a whole number from 1 to 50, found "51"' },
    { args: '--seed -1', message: /--seed/ },
    { args: '--seed 4294967295 --runs 2', message: /leaves room for as many runs/ },
    { args: '--picture=', message: '--picture: expected the name of a file, found ""' },
    { args: '--reader 1', message: "Unknown option '--reader'; --help lists the options" },
  ])('the options "$args" are refused in a sentence', ({ args, message }) => {
    expect(() => readFailoverOptions(args.split(' '))).toThrow(message);
  });

  it('the help lists all options, --help among them', () => {
    expect(readFailoverOptions(['--help'])).toEqual({ kind: 'help' });
    for (const option of Object.keys(options)) expect(help).toContain(`--${option}`);
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(105);
  });
});
