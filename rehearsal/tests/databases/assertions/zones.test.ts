import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { installedEngines } from '../support.ts';
import { openAssertionBench, type AssertionBench } from './bench.ts';

const engines = await installedEngines();
const homeZone = process.env['TZ'];
/** As a Lambda that somebody gave another zone than UTC. */
const ownZone = 'America/New_York';

const moment = '2026-01-05T10:29:30.000Z';
/** The same, as a clock in the server's zone shows it. */
const zones = { PostgreSQL: ['Europe/Berlin', '11:29:30'], MariaDB: ['Asia/Kolkata', '15:59:30'] };

describe.each(engines)(
  'a $name in a zone other than UTC, asked from a third one',
  ({ name, create }) => {
    const [zone = '', clock = ''] = zones[name as keyof typeof zones];
    let asked: AssertionBench;
    beforeAll(async () => {
      process.env['TZ'] = ownZone;
      asked = await openAssertionBench(create, zone);
    });
    afterAll(async () => {
      await asked.end();
      if (homeZone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = homeZone;
    });

    const without =
      name === 'PostgreSQL'
        ? `'2026-01-05 ${clock}'::timestamp`
        : `TIMESTAMP('2026-01-05 ${clock}')`;
    const stamp =
      name === 'PostgreSQL'
        ? "'2026-01-05 10:29:30Z'::timestamptz"
        : `FROM_UNIXTIME(${Date.parse(moment) / 1000})`;

    it.each([
      ['a time without a zone', without],
      ['a moment', stamp],
      ['a text without a zone', `'2026-01-05 ${clock}'`],
      ['a text with its zone', "'2026-01-05T10:29:30Z'"],
    ])('%s is read as it is meant there', async (_what, expression) => {
      const connection = await asked.verifier();
      expect(await connection.ask(`SELECT ${expression}`)).toMatchObject({
        at: Date.parse(moment),
      });
    });

    it('the time that it is now is now', async () => {
      const connection = await asked.verifier();
      const now = name === 'PostgreSQL' ? 'localtimestamp' : 'NOW()';
      const value = await connection.ask(`SELECT ${now}`);
      expect(value).toMatchObject({ kind: 'moment' });
      const at = value?.kind === 'moment' ? value.at : 0;
      expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
    });
  },
);
