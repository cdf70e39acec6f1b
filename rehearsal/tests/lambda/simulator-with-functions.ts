import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../../aws/clock.ts';
import { AwsError } from '../../aws/contracts.ts';
import type { AccessRequest, Principal } from '../../aws/contracts.ts';
import type { HandedOnEvent } from '../../aws/lambda/event-queue.ts';
import type { FunctionSettings } from '../../aws/lambda/function-settings.ts';
import { Functions } from '../../aws/lambda/functions.ts';
import type { FunctionsOptions } from '../../aws/lambda/functions.ts';
import type { InvocationOutcome } from '../../aws/lambda/invocation-outcome.ts';
import { Random } from '../../aws/random.ts';

export const start = Date.UTC(2031, 4, 6, 7, 8, 9);
export const location = { accountId: '111111111111', region: 'eu-west-1' };

export const operator: Principal = {
  kind: 'operator',
  accountId: location.accountId,
  sessionArn: 'arn:aws:iam::111111111111:user/operator',
};

/** A simulator that has nothing but functions, each given as the text of an ES module. */
export class SimulatorWithFunctions {
  readonly clock = new VirtualClock(start);
  readonly handedOn: HandedOnEvent[] = [];
  readonly lines: string[] = [];
  readonly asked: AccessRequest[] = [];
  readonly functions: Functions;
  readonly #directory: string;
  #count = 0;

  private constructor(directory: string, options: Partial<FunctionsOptions>) {
    this.#directory = directory;
    let keys = 0;
    this.functions = new Functions({
      clock: this.clock,
      random: new Random(5),
      names: { resolve: (host) => (host === 'live.example' ? ['10.0.0.9', '10.0.0.10'] : []) },
      network: { reach: () => ({ kind: 'unreachable' }) },
      endpointUrl: 'http://127.0.0.1:9',
      credentials: {
        issue: (roleArn) => ({
          accessKeyId: `ASIA${++keys}`,
          secretAccessKey: 'secret',
          sessionToken: `token of ${roleArn}`,
        }),
      },
      authorizer: {
        require: (request) => {
          this.asked.push(request);
          if (request.principal.kind !== 'operator') {
            throw new AwsError('AccessDeniedException', 'not allowed', 403);
          }
        },
        allows: () => true,
      },
      handOn: (event) => void this.handedOn.push(event),
      onLog: (_functionArn, line) => void this.lines.push(line),
      ...options,
    });
  }

  static async open(options: Partial<FunctionsOptions> = {}): Promise<SimulatorWithFunctions> {
    const directory = await mkdtemp(join(tmpdir(), 'understudy-lambda-'));
    return new SimulatorWithFunctions(directory, options);
  }

  /** Deploys a module; its handler is the export `handler`. Returns the function's ARN. */
  async add(text: string, settings: Partial<FunctionSettings> = {}): Promise<string> {
    const name = `function-${++this.#count}`;
    await writeFile(join(this.#directory, `${name}.mjs`), text);
    const arn = `arn:aws:lambda:eu-west-1:111111111111:function:${name}`;
    this.functions.createFunction(location, {
      name,
      arn,
      roleArn: `arn:aws:iam::111111111111:role/${name}`,
      handler: `${name}.handler`,
      codeDirectory: this.#directory,
      environment: {},
      timeoutSeconds: 10,
      memorySize: 256,
      ...settings,
    });
    return arn;
  }

  /** Invokes synchronously, and lets time pass until it is done. */
  invoke(functionArn: string, payload: unknown = {}): Promise<InvocationOutcome> {
    return this.clock.run(this.start(functionArn, payload));
  }

  /** Invokes synchronously; time has to pass for it to get done. */
  start(functionArn: string, payload: unknown = {}): Promise<InvocationOutcome> {
    const request = { invocationType: 'RequestResponse', principal: operator } as const;
    return this.functions.invoke(functionArn, payload, request);
  }

  /** Invokes asynchronously, and lets time pass until the event has found its end. */
  async send(functionArn: string, payload: unknown = {}): Promise<void> {
    const request = { invocationType: 'Event', principal: operator } as const;
    await this.functions.invoke(functionArn, payload, request);
    await this.clock.run(this.functions.idle());
  }

  async close(): Promise<void> {
    await this.functions.close();
    await rm(this.#directory, { recursive: true });
  }
}
