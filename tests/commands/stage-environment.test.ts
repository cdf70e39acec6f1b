import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Simulator } from '../../rehearsal/aws/simulator/simulator.ts';
import { shellSetup } from '../../rehearsal/plays/rehearse/shell-setup.ts';
import { stageEnvironment } from '../../scripts/stage-environment.mjs';

/** Read by the libraries, and nothing to do with what a person has set for AWS, databases or networks. */
const ofNoMatter = [
  // Whose home and whose clock: files in the one are named by variables that are set.
  'HOME HOMEDRIVE HOMEPATH USERPROFILE USER USERNAME APPDATA SUDO_USER TZ',
  // How Node and its modules are built and debugged.
  'NODE_ENV NODE_DEBUG READABLE_STREAM DEBUG NODE_V8_COVERAGE NODE_UNIQUE_ID',
  'NODE_PG_FORCE_NATIVE NODE_PENDING_DEPRECATION NODE_OPTIONS',
].flatMap((names) => names.split(' '));

const libraries = ['@aws-sdk', '@smithy', '@aws-lambda-powertools', '@aws-crypto', 'pg', 'mysql2'];
const more = ['pg-pool', 'pg-protocol', 'pg-connection-string', 'pgpass'];

describe('the environment of what stays on this machine', () => {
  it('no variable that the SDK or a driver reads reaches the stage, but for those that it sets', async () => {
    const names = await variablesRead();
    expect(names).toEqual(expect.arrayContaining(['AWS_USE_FIPS_ENDPOINT', 'AWS_ENDPOINT_URL']));
    const env = Object.fromEntries(names.map((name) => [name, 'of the person']));
    const reached = Object.entries(stageEnvironment(env)).filter(
      ([, value]) => value === 'of the person',
    );
    expect(reached.map(([name]) => name).filter((name) => !ofNoMatter.includes(name))).toEqual([]);
  });

  it.each(
    [
      'HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy no_proxy',
      'AWS_ENDPOINT_URL_SQS AWS_USE_DUALSTACK_ENDPOINT AWS_CA_BUNDLE PGSSLMODE PGOPTIONS PGSERVICE',
      'PGPASSFILE MYSQL_PWD NODE_TLS_REJECT_UNAUTHORIZED POWERTOOLS_DEV',
    ].flatMap((names) => names.split(' ')),
  )('%s does not reach the stage', (name) => {
    expect(stageEnvironment({ [name]: 'of the person' })[name]).toBeUndefined();
  });

  it('the files of ~/.aws and the metadata of a machine in AWS are left alone', () => {
    expect(stageEnvironment({ AWS_CONFIG_FILE: '/mine', PATH: '/bin', TERM: 'xterm' })).toEqual({
      PATH: '/bin',
      TERM: 'xterm',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    });
  });
});

describe('the block that is pasted for the AWS CLI', () => {
  let directory: string;
  let pasted: string;
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'pasted-'));
    const keys = { accessKeyId: 'key', secretAccessKey: 'secret', sessionToken: 'token' };
    const simulator = {
      url: 'http://127.0.0.1:4566',
      credentials: { operator: () => keys },
    } as unknown as Simulator;
    const setup = await shellSetup(simulator, path.join(directory, 'its cache'));
    pasted = setup.slice(setup.indexOf('# the target account'));
    const cli = path.join(directory, 'aws');
    await writeFile(cli, '#!/bin/sh\necho "called with $*"\nenv\n');
    await chmod(cli, 0o755);
  });
  afterAll(() => rm(directory, { recursive: true }));

  const bash = (lines: string, env: Readonly<Record<string, string>> = {}): string =>
    spawnSync('bash', ['-c', `${pasted}\n${lines}`], {
      encoding: 'utf8',
      env: { PATH: `${directory}:${process.env['PATH'] ?? ''}`, ...env },
    }).stdout;

  it.each([
    ['by hand', 'aws rds x'],
    ['by xargs', 'echo x | xargs aws rds'],
    ['by a script', "sh -c 'aws rds x'"],
    ['by env', 'env aws rds x'],
  ])('aws called %s goes to the simulator', (_how, line) => {
    expect(bash(line)).toContain('called with --endpoint-url http://127.0.0.1:4566 rds x\n');
  });

  it('a block can be pasted twice', () => {
    const count = bash(`${pasted}\necho "$PATH"`).split('its cache/bin').length - 1;
    expect(count).toBe(1);
  });

  it('a machine without the AWS CLI is told so', () => {
    const { status, stderr } = spawnSync('sh', ['-c', `${pasted}\naws rds x`], {
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin', UNDERSTUDY_AWS: '1' },
    });
    expect(status).toBe(127);
    expect(stderr).toBe(
      'expected the AWS CLI to be installed, found no other program called aws\n',
    );
  });

  it('nothing of what a person has set is left for the CLI', () => {
    const own = {
      AWS_PROFILE: 'production',
      AWS_ENDPOINT_URL_SQS: 'https://sqs.example.com',
      AWS_ENDPOINT_URL_RDS: 'https://rds.example.com',
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_USE_DUALSTACK_ENDPOINT: 'true',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      AWS_CA_BUNDLE: '/mine',
      HTTP_PROXY: 'http://proxy.example.com',
    };
    const env = new Map(
      bash('aws x', own)
        .split('\n')
        .map((line) => line.split('=', 2) as [string, string]),
    );
    const gone = Object.keys(own).filter((name) => !/USE_|HTTP_PROXY/.test(name));
    expect(gone.filter((name) => env.has(name))).toEqual([]);
    expect(env.get('AWS_USE_FIPS_ENDPOINT')).toBe('false');
    expect(env.get('AWS_USE_DUALSTACK_ENDPOINT')).toBe('false');
    expect(env.get('AWS_CONFIG_FILE')).toBe('/dev/null');
    expect(env.get('NO_PROXY')).toBe('127.0.0.1,localhost');
    expect(env.get('no_proxy')).toBe('127.0.0.1,localhost');
  });
});

/** Every variable of the environment that the sources of the SDK and the drivers name. */
async function variablesRead(): Promise<readonly string[]> {
  const found = new Set<string>();
  const pattern =
    /\benv(?:\.|\[["'])([A-Za-z_][A-Za-z0-9_]*)|["']((?:_?AWS|PG|MYSQL)_?[A-Z0-9_]+)["']/g;
  for (const library of [...libraries, ...more]) {
    const folder = path.join('node_modules', library);
    const files = await readdir(folder, { recursive: true }).catch(() => []);
    for (const file of files.filter((one) => /\.[cm]?js$/.test(one) && !one.includes('dist-es'))) {
      const text = await readFile(path.join(folder, file), 'utf8').catch(() => '');
      if (!text.includes('env')) continue;
      for (const [, read, named] of text.matchAll(pattern)) found.add(read ?? named ?? '');
    }
  }
  return [...found].filter((name) => /^[A-Z_0-9]+$/i.test(name)).toSorted();
}
