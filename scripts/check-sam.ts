// `npm run check:sam`: SAM's own tools on our templates. docs/checks.md says what each part catches.
import process from 'node:process';
import { runCommand } from './sam/command.ts';
import type { Outcome } from './sam/command.ts';
import { project, templatesOf } from './sam/project.ts';
import { pythonEnvironment, PythonMissing } from './sam/python-environment.ts';
import { translatedRules, writtenRules } from './sam/rules.ts';
import { SamTools } from './sam/tools.ts';

process.exitCode = await checkSam(process.argv.slice(2));

/** @returns the exit code: 0 only when every check ran and passed */
async function checkSam(jestArguments: readonly string[]): Promise<number> {
  let commands;
  try {
    commands = await pythonEnvironment(console.error);
  } catch (error) {
    if (!(error instanceof PythonMissing)) throw error;
    console.error(error.message);
    return 1;
  }
  const tools = new SamTools(commands);
  const templates = await templatesOf(project);
  const passed = [
    await check('cfn-lint, the templates', () => tools.lint(templates, writtenRules)),
    await check('cfn-lint, what SAM translates them into', async () =>
      tools.lint(await tools.writeTranslated(await tools.translate(templates)), translatedRules),
    ),
    ...(await Promise.all(
      templates.map((template) =>
        check(`sam validate --lint, ${template}`, () => tools.validate(template)),
      ),
    )),
    await check('sam build, the whole application', () => tools.build()),
    await check('the tests of tests/sam', () =>
      runCommand(
        process.execPath,
        [
          '--experimental-vm-modules',
          '--no-warnings',
          'node_modules/jest/bin/jest.js',
          '--config',
          'tests/sam/jest.config.mjs',
          ...jestArguments,
        ],
        { cwd: project, env: process.env },
      ),
    ),
  ];
  const failed = passed.filter((it) => !it).length;
  console.log(`${passed.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Runs a check and says how it went, with all it printed where it didn't pass. */
async function check(name: string, run: () => Promise<Outcome>): Promise<boolean> {
  const started = performance.now();
  const { passed, output } = await run().catch((error: unknown) => ({
    passed: false,
    output: String(error),
  }));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
  if (!passed) console.log(output.trimEnd());
  return passed;
}
