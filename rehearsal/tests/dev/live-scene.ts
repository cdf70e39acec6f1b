import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openScratchDirectory } from '../../aws/databases/scratch-directory.ts';
import { LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { openEngine } from '../../aws/simulator/engines.ts';
import { operatorIn } from '../../aws/simulator/operator-principal.ts';
import { Simulator } from '../../aws/simulator/simulator.ts';
import { clientSettings } from '../../plays/operator/client-settings.ts';
import { source } from '../../plays/scene/locations.ts';
import { lambdaTrust } from '../authorization/people.ts';
import { documentedPolicy } from './documented-policy.ts';
import { project } from '../../../scripts/checks/project.ts';

/** Somebody with the permissions that are documented, and no others. */
const developer = `arn:aws:iam::${source.accountId}:role/developer`;

const program = [
  '--import',
  import.meta.resolve('tsx'),
  path.join(project, 'commands/dev/main.ts'),
];

/** A command that was started, and what it has printed. */
export interface StartedCommand {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Waits for a line. */
  says(text: string): Promise<void>;
  /** @returns its exit code, once it has ended */
  ended(): Promise<number | null>;
}

/** The answer to an event. */
export type Answered = { readonly result: unknown } | { readonly error: string };

const template = `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  LiveCode: { Type: String, Default: allowed }
Resources:
  WhoAmI:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild
      BuildProperties:
        { Format: esm, Target: node20, OutExtension: [.js=.mjs], External: ['@aws-sdk/*'], EntryPoints: [who-am-i.ts] }
    Properties:
      CodeUri: code
      Handler: who-am-i.handler
      Runtime: nodejs24.x
      Architectures: [arm64]
      Timeout: 30
      Environment: { Variables: { GREETING: hello } }
      Tags: { 'understudy:live-code': !Ref LiveCode }
`;

const deployed = `export const handler = async () => ({ from: 'the deployed code' });\n`;

/** A stack with one function on the simulator, in real time, and the command beside it. */
export class LiveScene {
  readonly simulator: Simulator;
  /** The directory in which the command is started. */
  readonly home: string;
  readonly #scratch: string;
  readonly #removeVolumes: () => Promise<void>;
  readonly #left = new AbortController();
  readonly #attending: Promise<unknown>;
  readonly #commands: ChildProcess[] = [];

  readonly #as: 'developer' | 'operator';

  private constructor(
    simulator: Simulator,
    [scratch, removeVolumes]: readonly [string, () => Promise<void>],
    as: 'developer' | 'operator',
  ) {
    this.#removeVolumes = removeVolumes;
    this.#as = as;
    this.simulator = simulator;
    this.#scratch = scratch;
    this.home = path.join(scratch, 'home');
    this.#attending = simulator.clock.attend(once(this.#left.signal, 'abort'));
  }

  /**
   * @param parameters of the stack `understudy-lab`
   * @param as who starts commands
   */
  static async open(
    parameters: Readonly<Record<string, string>> = {},
    as: 'developer' | 'operator' = 'developer',
  ): Promise<LiveScene> {
    const kept = path.join(project, '.rehearsal');
    await mkdir(kept, { recursive: true });
    // Below the project, so that what a handler imports is found.
    const scratch = await mkdtemp(path.join(kept, 'live-'));
    await mkdir(path.join(scratch, 'code'));
    await mkdir(path.join(scratch, 'home'));
    await writeFile(path.join(scratch, 'template.yaml'), template);
    await writeFile(path.join(scratch, 'code', 'who-am-i.ts'), deployed);
    const volumes = await openScratchDirectory('understudy-live-');
    const directory = volumes.path;
    const engine = await openEngine('postgresql', {
      directory,
      cacheDirectory: path.join(kept, 'databases'),
    });
    const simulator = await Simulator.open({
      seed: 1,
      start: Date.parse('2026-03-02T02:05:00Z'),
      directory,
      cacheDirectory: path.join(scratch, 'cache'),
      engine,
      // Slower than real time: what a busy machine takes long for isn't too late for that.
      realMillisecondsPerSecond: 3000,
    });
    await simulator.deploy({
      stackName: 'understudy-lab',
      location: source,
      parameters,
      templateFile: path.join(scratch, 'template.yaml'),
    });
    simulator.authorizer.addRole(developer, {
      policies: [await documentedPolicy()],
      managedPolicyArns: [],
      trustPolicy: lambdaTrust,
    });
    return new LiveScene(simulator, [scratch, () => volumes.remove()], as);
  }

  get functionArn(): string {
    const [found] = this.simulator.functions.in(source);
    if (found === undefined) throw new Error('the stack has no function');
    return found.arn;
  }

  get functionName(): string {
    return this.functionArn.split(':').at(-1) ?? '';
  }

  /** Writes the handler that runs on this machine. @returns its file */
  async edit(text: string): Promise<string> {
    const file = path.join(this.home, 'handler.ts');
    await writeFile(file, text);
    return file;
  }

  /** Starts `npm run dev -- …` without npm. */
  start(...args: readonly string[]): StartedCommand {
    return this.#start([...program, ...args]);
  }

  /** The same below another process, as npm is one. */
  startBelow(...args: readonly string[]): StartedCommand {
    const text = `require('node:child_process').spawn(process.execPath, ${JSON.stringify([...program, ...args])}, { stdio: 'inherit' })`;
    return this.#start(['--eval', text]);
  }

  #start(args: readonly string[]): StartedCommand {
    const { credentials } = this.simulator;
    const keys =
      this.#as === 'developer'
        ? credentials.issue(developer)
        : credentials.operator(source.accountId);
    const child = spawn(process.execPath, args, {
      cwd: this.home,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        AWS_ENDPOINT_URL: this.simulator.url,
        AWS_REGION: source.region,
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        AWS_SESSION_TOKEN: keys.sessionToken,
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    });
    this.#commands.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    const exited = once(child, 'close').then(([code]) => code as number | null);
    return {
      process: child,
      output: () => output,
      ended: () => exited,
      says: async (text) => {
        await eventually(() => output.includes(text) || child.exitCode !== null);
        if (!output.includes(text)) throw new Error(`expected "${text}", found:\n${output}`);
      },
    };
  }

  /** Sends a real event. */
  async send(event: unknown): Promise<Answered> {
    const outcome = await this.simulator.functions.invoke(this.functionArn, event, {
      invocationType: 'RequestResponse',
      principal: operatorIn(source.accountId),
    });
    if (!('functionError' in outcome)) return { result: outcome.payload };
    const { errorType, errorMessage } = outcome.payload;
    return { error: `${errorType}: ${errorMessage}` };
  }

  /** What the command has saved. */
  async saved(): Promise<{ readonly watcherPid: number }> {
    const file = path.join(this.home, '.dev', `${this.functionName}.json`);
    return JSON.parse(await readFile(file, 'utf8')) as { watcherPid: number };
  }

  /** Deploys other code, as somebody else. */
  async deploy(zip: Buffer): Promise<void> {
    const client = new LambdaClient({ ...clientSettings(this.simulator, source) });
    await client.send(
      new UpdateFunctionCodeCommand({ FunctionName: this.functionArn, ZipFile: zip }),
    );
    await eventually(() => this.#record.lastUpdateStatus === 'Successful');
    client.destroy();
  }

  /** Whether nothing is left of a session: queues, a mark, files. */
  async isTidy(): Promise<boolean> {
    const files = await readdir(path.join(this.home, '.dev')).catch(() => []);
    return (
      this.simulator.sqs.names(source).length === 0 &&
      !('understudy:live-code-since' in this.#record.tags) &&
      files.every((file) => file.endsWith('.log') || file === 'rds-authorities.pem')
    );
  }

  /** What the developer has done, as actions of IAM. */
  async actionsUsed(): Promise<readonly string[]> {
    const mine = this.simulator.calls.filter(
      ({ principal }) => principal.kind === 'role' && principal.roleArn === developer,
    );
    return sorted(
      mine.map(({ service, operation }) =>
        operation === 'Invoke' ? 'lambda:InvokeFunction' : `${service}:${operation}`,
      ),
    );
  }

  /** What docs/live-code.md lets a developer do. */
  async actionsDocumented(): Promise<readonly string[]> {
    const { Statement: statements } = await documentedPolicy();
    return sorted(statements.flatMap(({ Action: actions }) => actions));
  }

  get #record() {
    return this.simulator.functions.record(this.functionArn);
  }

  /** @throws the first slip of the simulator, where there was one */
  async close(): Promise<void> {
    for (const child of this.#commands) child.kill('SIGKILL');
    this.#left.abort();
    await this.#attending;
    await this.simulator.close();
    await this.#removeVolumes();
    await rm(this.#scratch, { recursive: true, force: true });
    const [defect] = this.simulator.defects;
    if (defect !== undefined) throw defect;
  }
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}

/** Waits until something is so, for as long as a slow machine may take. */
export async function eventually(
  isSo: () => boolean | Promise<boolean>,
  milliseconds = 60_000,
): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > end) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
