import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../../../scripts/checks/command.ts';
import type { CommandOutcome } from '../../../scripts/checks/command.ts';
import { pythonEnvironment } from '../../../scripts/checks/python-environment.ts';

/** Somebody's own configuration, which must not count: it leads to a port that nobody answers on. */
const ownConfiguration = `[default]
region = us-east-1
output = table
endpoint_url = http://127.0.0.1:9
[profile production]
region = us-east-1
`;

/** The AWS CLI in a shell of its own, on a machine where somebody uses it for AWS too. */
export class AwsCli {
  readonly home: string;
  readonly #commands: string;

  private constructor(home: string, commands: string) {
    this.home = home;
    this.#commands = commands;
  }

  static async install(): Promise<AwsCli> {
    const commands = await pythonEnvironment(console.error);
    const home = await mkdtemp(path.join(tmpdir(), 'understudy-cli-'));
    await mkdir(path.join(home, '.aws'));
    await writeFile(path.join(home, '.aws', 'config'), ownConfiguration);
    return new AwsCli(home, commands);
  }

  /**
   * Pastes the environment into a shell, and runs a command line there.
   * @returns what it printed; with `passed` false where it ended with another code than 0
   */
  run(pasted: string, command: string): Promise<CommandOutcome> {
    return runCommand('bash', ['-c', `${pasted}\n${command}`], {
      cwd: this.home,
      env: {
        PATH: `${this.#commands}${path.delimiter}${process.env['PATH'] ?? ''}`,
        HOME: this.home,
        AWS_PROFILE: 'production',
        AWS_PAGER: '',
        LC_ALL: 'C.UTF-8',
      },
    });
  }

  /** @returns the JSON that it printed; undefined where it printed nothing */
  async json(pasted: string, command: string): Promise<unknown> {
    const { passed, output, result } = await this.run(pasted, command);
    if (!passed) throw new Error(`${command}: ${output.trim()}`);
    return result.trim() === '' ? undefined : (JSON.parse(result) as unknown);
  }

  remove(): Promise<void> {
    return rm(this.home, { recursive: true, force: true });
  }
}
