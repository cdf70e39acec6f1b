import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const project = process.cwd();
const oxlint = path.join(project, 'node_modules', 'oxlint', 'bin', 'oxlint');

/** Imports that cross a border of the house, and what the linter says of each. */
const planted = [
  [
    'functions/target/steps/planted.ts',
    '../../../rehearsal/aws/random.ts',
    'The product knows nothing',
  ],
  [
    'functions/shared/rules/planted.ts',
    '../../../tests/unit/seeded.ts',
    'The product knows nothing',
  ],
  ['functions/source/planted.ts', '../target/rules/swap.ts', 'A workflow imports no other'],
  [
    'functions/target/rules/planted.ts',
    '../../access/rules/resolved-endpoint.ts',
    'A workflow imports no other',
  ],
  [
    'functions/access/aws/planted.ts',
    '../../source/steps/preflight.ts',
    'A workflow imports no other',
  ],
  [
    'functions/shared/steps/planted.ts',
    '../../target/rules/swap.ts',
    'A workflow imports no other',
  ],
  ['functions/lab/steps/planted.ts', '../../target/rules/swap.ts', 'A workflow imports no other'],
  ['functions/access/rules/planted.ts', '../../lab/rules/path.ts', 'A workflow imports no other'],
  ['functions/lab/steps/planted.ts', 'pg', 'Only adapters know AWS'],
  ['functions/target/steps/planted.ts', '@aws-sdk/client-rds', 'Only adapters know AWS'],
  ['functions/shared/handler/planted.ts', '@smithy/core', 'Only adapters know AWS'],
  ['functions/target/rules/planted.ts', 'pg', 'Only adapters know AWS'],
  [
    'rehearsal/aws/services/planted.ts',
    '../../../functions/shared/rules/polling-schedule.ts',
    'as bundles only',
  ],
  [
    'rehearsal/plays/failover/planted.ts',
    '../../../functions/shared/rules/polling-schedule.ts',
    'as bundles only',
  ],
  ['rehearsal/aws/simulator/planted.ts', '../../plays/scene/fixtures.ts', 'what is played on it'],
  [
    'functions/lab/rules/planted.ts',
    '../../../commands/drawing/svg.ts',
    'The product knows nothing',
  ],
  ['commands/lab/planted.ts', '../../rehearsal/plays/scene/fixtures.ts', 'on the simulator'],
  ['commands/lab/main.ts', '../../tests/unit/seeded.ts', 'knows nothing of tests'],
  [
    'rehearsal/plays/lab/planted.ts',
    '../../../functions/shared/rules/polling-schedule.ts',
    'as bundles only',
  ],
  [
    'rehearsal/plays/campaign/planted.ts',
    '../../tests/campaign/kit/director.ts',
    'knows nothing of tests',
  ],
] as const;

/** The same kinds of import where they belong. */
const allowed = [
  ['functions/target/sql/fine.ts', 'pg'],
  ['functions/access/aws/fine.ts', '@aws-sdk/client-lambda'],
  ['functions/lab/sql/fine.ts', 'pg'],
  ['functions/shared/adapters/fine.ts', '@aws-sdk/client-rds'],
  ['functions/target/steps/fine.ts', '../rules/swap.ts'],
  ['commands/lab/fine.ts', '../../functions/lab/rules/path.ts'],
  ['rehearsal/plays/lab/fine.ts', '../../../commands/drawing/svg.ts'],
  ['functions/source/fine.ts', '../shared/rules/polling-schedule.ts'],
  ['rehearsal/plays/campaign/fine.ts', '../../../functions/shared/rules/polling-schedule.ts'],
] as const;

let directory: string;
let said: readonly { readonly filename: string; readonly message: string; readonly help: string }[];

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-borders-'));
  await copyFile('.oxlintrc.json', path.join(directory, '.oxlintrc.json'));
  const files = new Map<string, string>();
  for (const [file, from] of [...planted, ...allowed]) {
    files.set(file, `${files.get(file) ?? ''}export * from '${from}';\n`);
  }
  for (const [file, text] of files) {
    await mkdir(path.join(directory, path.dirname(file)), { recursive: true });
    await writeFile(path.join(directory, file), text);
  }
  const { stdout } = spawnSync(process.execPath, [oxlint, '--format', 'json'], {
    cwd: directory,
    encoding: 'utf8',
  });
  said = (JSON.parse(stdout) as { diagnostics: typeof said }).diagnostics;
});
afterAll(() => rm(directory, { recursive: true }));

describe("the linter's rules for imports", () => {
  it.each(planted)('the linter refuses that %s imports %s', (file, from, why) => {
    const about = said.filter(({ filename }) => filename === file);

    expect(about.map(({ message, help }) => `${message} ${help}`)).toContainEqual(
      expect.stringMatching(new RegExp(`'${from}'.*${why}|${why}.*'${from}'`, 's')),
    );
  });

  it.each(allowed)('the linter accepts that %s imports %s', (file, _from) => {
    expect(said.filter(({ filename }) => filename === file)).toEqual([]);
  });
});
