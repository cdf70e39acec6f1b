// `npm run check:clients`: other people's clients and servers against the rehearsal's simulator.
// docs/checks.md says what each part catches.
import process from 'node:process';
import { part, runParts, testsOf } from './checks/parts.ts';

process.exitCode = await runParts(async () => [
  await part('the tests of rehearsal/tests/clients', () =>
    testsOf('rehearsal/tests/clients', process.argv.slice(2)),
  ),
]);
