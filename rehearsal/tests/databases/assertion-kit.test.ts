import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkAssertion, readAssertions } from '../../../functions/target/rules/assertion.ts';
import type { Assertion } from '../../../functions/target/rules/assertion.ts';
import { whyNotAsked } from '../../../functions/target/rules/query-text.ts';
import { firstValue } from '../../plays/campaign/plain-value.ts';
import { run } from '../../aws/databases/command.ts';
import type { SqlConnection } from '../../aws/databases/connection.ts';
import { createMariaDb } from '../../aws/databases/mariadb.ts';
import { findMariaDb } from '../../aws/databases/mariadb/binaries.ts';
import { createPostgresql } from '../../aws/databases/postgresql.ts';
import { findPostgresql } from '../../aws/databases/postgresql/binaries.ts';
import { findServerUser } from '../../aws/databases/server-user.ts';
import { master, openBench, type Bench } from './support.ts';

/** What makes a database noisy, by the assertion that hears it; or why nothing here can. */
type Noise = Readonly<Record<string, readonly string[] | string>>;

const kitOf = async (family: string): Promise<Assertion[]> =>
  readAssertions(await readFile(`docs/assertions/${family}.json`, 'utf8'));

/** Lambda's environment has 4 KB for all variables, and operators add assertions of their own. */
const roomInEnvironment = 3500;

async function passes(session: SqlConnection, assertion: Assertion): Promise<boolean> {
  const value = firstValue(await session.query(assertion.query));
  expect(whyNotAsked(assertion.query)).toBeUndefined();
  return checkAssertion(assertion, value, '2026-01-05T10:30:00Z').passed;
}

/** Makes the master user a superuser, as which alone some noise can be made here. */
async function promoteMaster(bench: Bench, volume: string): Promise<void> {
  const user = await findServerUser(['postgres', 'nobody']);
  const { postgres } = await findPostgresql(user, bench.directory);
  const directory = path.join(bench.directory, 'volumes', volume);
  await run(postgres, ['--single', '-D', directory, '-F', 'postgres'], {
    user,
    cwd: directory,
    input: `ALTER ROLE "${master.user}" SUPERUSER\n`,
  });
}

const noiseOfPostgresql: Noise = {
  'no active pg_cron job': [
    // The extension isn't installed here: its table stands in for it.
    'CREATE SCHEMA cron',
    'CREATE TABLE cron.job (jobid bigint, active boolean)',
    'INSERT INTO cron.job VALUES (1, true), (2, false)',
  ],
  'pg_cron is not loaded': 'the extension is not installed here',
  'no enabled subscription': [
    "CREATE SUBSCRIPTION noisy CONNECTION 'host=127.0.0.1 port=1 dbname=x' PUBLICATION p WITH (connect = false, slot_name = 'noisy')",
    'ALTER SUBSCRIPTION noisy ENABLE',
  ],
  'no worker of a subscription': 'a worker that connects to nobody ends at once',
  'no replication slot': ["SELECT pg_create_physical_replication_slot('noisy')"],
  'no foreign server': [
    'CREATE FOREIGN DATA WRAPPER noisy',
    'CREATE SERVER elsewhere FOREIGN DATA WRAPPER noisy',
  ],
  'no function that calls out': [
    "CREATE FUNCTION call_out() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM aws_lambda.invoke('x', '{}'); RETURN NEW; END $$",
  ],
  'no event trigger': [
    'CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$',
    'CREATE EVENT TRIGGER noisy ON ddl_command_end EXECUTE FUNCTION on_ddl()',
  ],
};

const noiseOfMysql: Noise = {
  'the event scheduler is off': 'the master user may not turn it on',
  'no enabled event': ['CREATE EVENT mine.noisy ON SCHEDULE EVERY 1 DAY DO DO 1'],
  'no replication from elsewhere': 'the master user may not start it',
  'no federated table': 'the storage engine is not installed here',
  'no routine, trigger or event that calls out': [
    "CREATE PROCEDURE mine.call_out() CALL mysql.lambda_async('arn:x', '{}')",
  ],
};

const binaries = await findMariaDb();
const families = [
  { family: 'postgresql', create: createPostgresql, noise: noiseOfPostgresql },
  ...(binaries
    ? [
        {
          family: 'mysql',
          create: (options: Parameters<typeof createMariaDb>[1]) =>
            createMariaDb(binaries, options),
          noise: noiseOfMysql,
        },
      ]
    : []),
];

describe.each(families)('the assertion kit for $family', ({ family, create, noise }) => {
  let bench: Bench;
  let session: SqlConnection;
  let kit: readonly Assertion[];
  beforeAll(async () => {
    kit = await kitOf(family);
    bench = await openBench(create);
    await bench.engine.createVolume('quiet', master);
    if (family === 'postgresql') await promoteMaster(bench, 'quiet');
    session = await bench.open('quiet');
    if (family === 'mysql') await session.query('CREATE DATABASE mine');
  });
  afterAll(() => bench.end());

  it('the kit is what SqlAssertions takes, about what was captured, and leaves room for more', () => {
    expect(kit.every(({ when }) => when === 'captured')).toBe(true);
    expect(JSON.stringify(kit).length).toBeLessThan(roomInEnvironment);
  });

  it('each assertion of the kit has its noise, or a reason why there is none here', () => {
    expect(kit.map(({ name }) => name)).toEqual(Object.keys(noise));
  });

  it('each assertion of the kit is explained', async () => {
    const page = await readFile('docs/after-a-restore.md', 'utf8');

    expect(kit.filter(({ name }) => !page.includes(`| ${name} `))).toEqual([]);
  });

  it('each assertion of the kit passes on a quiet database', async () => {
    const failed: string[] = [];
    for (const assertion of kit) {
      if (!(await passes(session, assertion))) failed.push(assertion.name);
    }
    expect(failed).toEqual([]);
  });

  it('an assertion of the kit fails on the noise that it is about, and on no other before', async () => {
    const heard: string[] = [];
    for (const assertion of kit) {
      const statements = noise[assertion.name];
      if (typeof statements !== 'object') continue;
      expect(await passes(session, assertion)).toBe(true);
      for (const statement of statements) await session.query(statement);
      if (!(await passes(session, assertion))) heard.push(assertion.name);
    }
    expect(heard).toEqual(Object.keys(noise).filter((name) => typeof noise[name] === 'object'));
  });
});
