import { spawn } from 'node:child_process';
import process from 'node:process';
import { runCommand } from './command.ts';
import type { Outcome } from './command.ts';
import { project } from './project.ts';
import { stageEnvironment } from '../stage-environment.mjs';
import { pythonEnvironment, PythonMissing } from './python-environment.ts';

/**
 * Runs the parts of a check one by one, each even when one before it failed, and says how many passed.
 * @param parts makes them of the folder that holds the commands of the Python environment; each
 *   gives whether it passed
 * @returns the exit code: 0 only when every part ran and passed
 */
export async function runParts(
  parts: (commands: string) => Promise<readonly boolean[]>,
): Promise<number> {
  let commands;
  try {
    commands = await pythonEnvironment(console.error);
  } catch (error) {
    if (!(error instanceof PythonMissing)) throw error;
    console.error(error.message);
    return 1;
  }
  const passed = await parts(commands);
  const failed = passed.filter((it) => !it).length;
  console.log(`${passed.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Runs a part and says how it went, with all it printed where it didn't pass. */
export async function part(name: string, run: () => Promise<Outcome>): Promise<boolean> {
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

const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];

/** Runs tests with all that they print. @returns the exit code */
export function runJest(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...jest, ...args], {
      cwd: project,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    // Whatever ends this process ends them, too.
    process.once('exit', () => child.kill());
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** The tests of a folder that has a Jest configuration of its own. */
export function testsOf(folder: string, jestArguments: readonly string[]): Promise<Outcome> {
  return runCommand(
    process.execPath,
    [...jest, '--config', `${folder}/jest.config.mjs`, ...jestArguments],
    { cwd: project, env: stageEnvironment(process.env) },
  );
}
