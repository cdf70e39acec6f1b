/**
 * `npm run mutate:behaviours`: makes each small wrong change of `behaviours/mutants.ts` in a copy of the
 * project, and says whether a unit test notices it and, where it concerns a whole run, the campaign's
 * fixed sample. Ends with 1 where one isn't noticed that has to be.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { perform } from '../commands/terminal/command.ts';
import { helpText } from '../commands/terminal/help-text.ts';
import { helpOption, parsed } from '../commands/terminal/option-values.ts';
import { WrongOption } from '../commands/terminal/wrong-option.ts';
import { mutants } from './behaviours/mutants.ts';
import type { Mutant } from './behaviours/mutants.ts';

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** Jest finds no tests below a hidden directory, so not in the project. */
const copies = path.join(tmpdir(), 'understudy-mutants');
const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
/** The unit tests that read what was changed; not the one that looks whether it stands in its place. */
const unitsOf = ({ file }: Pick<Mutant, 'file'>): readonly string[] => [
  ...(file.endsWith('.ts')
    ? ['--roots', 'tests', 'functions', '--findRelatedTests', file]
    : ['tests/workflow']),
  '--testPathIgnorePatterns',
  'tests/(?!unit|workflow)',
  'behaviour-mutants',
];
const sample = ['rehearsal/tests/campaign/sample.test.ts'];

const options = {
  only: { type: 'string', default: '' },
  'unit-only': { type: 'boolean', default: false },
  help: helpOption,
} as const;

process.exitCode = await perform(
  {
    help: helpText(import.meta.url, 'help/mutate-behaviours.txt'),
    readOptions(args) {
      const { values } = parsed(() =>
        parseArgs({ args: [...args], options, strict: true, tokens: true }),
      );
      if (values.help) return { kind: 'help' } as const;
      const chosen = mutants.filter(({ name }) => name.includes(values.only));
      if (chosen.length > 0)
        return { kind: 'mutate', chosen, unitOnly: values['unit-only'] } as const;
      throw new WrongOption(`--only: expected part of a mutant's name, found "${values.only}"`);
    },
    run: ({ chosen, unitOnly }) => Promise.resolve(run(chosen, unitOnly)),
  },
  process.argv.slice(2),
);

function run(chosen: readonly Mutant[], unitOnly: boolean): number {
  const untouched = copyWith(undefined);
  const files = [...new Set(chosen.map(({ file }) => file))];
  const red = files.filter((file) => isNoticed(untouched, unitsOf({ file })));
  if (red.length > 0) {
    console.error(
      `expected the tests to pass before anything is changed, found failures: ${red.join(', ')}`,
    );
    return 2;
  }
  const found = { unit: 0, runs: 0 };
  const inRuns = chosen.filter((mutant) => mutant.inRuns && !unitOnly);
  const missed: string[] = [];
  for (const mutant of chosen) {
    const directory = copyWith(mutant);
    try {
      const byUnit = isNoticed(directory, [...unitsOf(mutant), '--bail']);
      const bySample = inRuns.includes(mutant) ? isNoticed(directory, sample) : undefined;
      found.unit += Number(byUnit);
      found.runs += Number(bySample === true);
      if (!byUnit || bySample === false) missed.push(mutant.name);
      console.log(`${say(byUnit)}  ${say(bySample)}  ${mutant.name}`);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
  console.log(`found by unit tests ${found.unit} of ${chosen.length}`);
  if (inRuns.length > 0) console.log(`found by the fixed sample ${found.runs} of ${inRuns.length}`);
  for (const name of missed) console.log(`MISSED ${name}`);
  return missed.length === 0 ? 0 : 1;
}

function say(noticed: boolean | undefined): string {
  return (noticed === undefined ? '-' : noticed ? 'found' : 'MISSED').padEnd(6);
}

/** @throws Error where the product doesn't have what is to be changed */
function copyWith(mutant: Mutant | undefined): string {
  const directory = path.join(copies, String(process.pid));
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const left = new Set(['node_modules', '.git', '.stryker', '.venv', '.aws-sam']);
  for (const entry of readdirSync(project)) {
    if (left.has(entry)) continue;
    cpSync(path.join(project, entry), path.join(directory, entry), { recursive: true });
  }
  symlinkSync(path.join(project, 'node_modules'), path.join(directory, 'node_modules'));
  if (mutant === undefined) return directory;
  const mutated = path.join(directory, mutant.file);
  const text = readFileSync(mutated, 'utf8');
  if (!text.includes(mutant.find)) throw new Error(`${mutant.file} has no "${mutant.find}"`);
  writeFileSync(
    mutated,
    text.replace(mutant.find, () => mutant.replace),
  );
  return directory;
}

/** Tests that fail notice something. */
function isNoticed(directory: string, args: readonly string[]): boolean {
  const { status } = spawnSync(process.execPath, [...jest, ...args, '--silent'], {
    cwd: directory,
    stdio: 'ignore',
  });
  return status !== 0;
}
