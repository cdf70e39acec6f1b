/**
 * `npm run fuzz -- --runs 100000 --seed 7`: the properties of `tests/fuzz`, over more cases than
 * `npm test` has time for.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' } },
});
for (const [name, value] of Object.entries(values)) {
  if (/^\d+$/.test(value)) continue;
  console.error(`expected --${name} to be a whole number, found "${value}"`);
  process.exit(1);
}

const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
const { status } = spawnSync(process.execPath, [...jest, 'tests/fuzz'], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_RUNS: values.runs ?? '20000', FUZZ_SEED: values.seed ?? '1' },
});
process.exit(status ?? 1);
