import type { VirtualClock } from '../clock.ts';
import type { Names, Principal } from '../contracts.ts';
import type { VirtualNetwork } from '../network/virtual-network.ts';
import type { Random } from '../random.ts';
import { environmentVariables } from './environment-variables.ts';
import type { RoleCredentials } from './environment-variables.ts';
import { ExecutionEnvironment } from './execution-environment.ts';
import type { Progress } from './execution-environment.ts';
import type { DeployedFunction } from './function-settings.ts';
import { exited, failed, responded, timedOut } from './invocation-outcome.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import { Latencies } from './latencies.ts';
import { passTime, within } from './passing-time.ts';
import { RuntimeApiServer } from './runtime-api.ts';
import type { HandedInvocation } from './runtime-api.ts';
import { Turns } from './turns.ts';

/** What execution environments stand on. */
export interface FleetOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly names: Pick<Names, 'resolve'>;
  readonly network: Pick<VirtualNetwork, 'reach'>;
  /** `http://127.0.0.1:<port>`: where every AWS service answers. */
  readonly endpointUrl: string;
  readonly credentials: { issue(roleArn: string): RoleCredentials };
  /** How many API calls were made with an access key so far. None counts when left out. */
  readonly callsMade?: (accessKeyId: string) => number;
  /** Who calls with an access key; nobody waits for a service where it is left out. */
  readonly holder?: (accessKeyId: string) => Principal | undefined;
  readonly certificatesFile?: string;
  readonly onLog?: (functionArn: string, line: string) => void;
  /** Real seconds after which a function counts as timed out, if its own time is longer; 30. */
  readonly patienceSeconds?: number;
}

/** Where functions run. */
export interface Fleet {
  /**
   * Runs one invocation to its end in virtual time.
   * @param payload JSON
   * @param isNested whether a function that is running waits for it
   */
  run(
    deployed: DeployedFunction,
    requestId: string,
    payload: string,
    isNested?: boolean,
  ): Promise<InvocationOutcome>;
  /** Every line that a function wrote, in order. */
  logs(functionArn: string): readonly string[];
  /**
   * Waits on behalf of a caller: time passes, and others run, where the caller is a function that keeps
   * it from passing. Everybody else just waits, as they do where it is left out.
   */
  wait?(caller: Principal, until: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Ends whatever still runs. */
  close(): Promise<void>;
}

/** Lambda gives a function ten seconds to load, which its timeout doesn't count. */
const loadingMilliseconds = 10_000;

interface Environment {
  readonly id: string;
  readonly process: ExecutionEnvironment;
  readonly accessKeyId: string;
  /** Of the code that it has loaded. */
  readonly codeDirectory: string;
  /** Whether it works, and keeps time from passing. */
  works: boolean;
}

/**
 * Runs functions in execution environments, each one invocation at a time. Real work happens while
 * virtual time stands still; after it, the time passes that Lambda would have taken.
 */
export class FunctionFleet implements Fleet {
  readonly #options: FleetOptions;
  readonly #latencies: Latencies;
  readonly #random: Random;
  readonly #api: RuntimeApiServer;
  readonly #warm = new Map<string, Environment[]>();
  readonly #all = new Map<string, Environment>();
  readonly #turns = new Turns();
  readonly #logs = new Map<string, string[]>();

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#random = options.random.fork();
    this.#latencies = new Latencies(options.random.fork());
    this.#api = new RuntimeApiServer({
      now: () => options.clock.now(),
      resolve: (host) => options.names.resolve(host),
      reach: (address, port) => options.network.reach(address, port),
    });
  }

  /**
   * Runs one invocation to its end in virtual time.
   * @param payload JSON
   * @param isNested whether a function that is running waits for it: then it needs no turn of its
   *   own, and takes no time but that of the call, for the waiting one keeps time from passing
   */
  async run(
    deployed: DeployedFunction,
    requestId: string,
    payload: string,
    isNested = false,
  ): Promise<InvocationOutcome> {
    const { clock } = this.#options;
    const latencies = this.#latencies.fork();
    const work = <T>(real: () => Promise<T>): Promise<T> =>
      clock.hold(() => (isNested ? real() : this.#turns.take(real)));
    const idle = this.#takeWarm(deployed);
    const environment = idle ?? (await work(() => this.#start(deployed)));
    const coldStart = idle === undefined ? latencies.draw('coldStart') : 0;
    const callsBefore = this.#callsMade(environment);
    const begun = clock.now();
    const limit = deployed.timeoutSeconds * 1000;
    const handed = { requestId, functionArn: deployed.arn, payload, deadline: begun + limit };
    const outcome = await this.#finish(environment, deployed, handed, work);
    const slept = clock.now() - begun;
    const calls = this.#callsMade(environment) - callsBefore;
    const duration = outcome === undefined ? limit : slept + latencies.duration(calls);
    const isLate = outcome === undefined || duration > limit;
    if (isLate) await this.#end(environment);
    if (!isNested) await clock.sleep(coldStart + Math.min(duration, limit) - slept);
    if (environment.process.isWarm) this.#release(deployed.arn, environment);
    else this.#forget(environment);
    return isLate ? timedOut(requestId, deployed.timeoutSeconds) : outcome;
  }

  /** Every line that a function wrote, in order. */
  logs(functionArn: string): readonly string[] {
    return this.#logs.get(functionArn) ?? [];
  }

  async wait(caller: Principal, until: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { holder } = this.#options;
    const session = sessionOf(caller);
    const environment = [...this.#all.values()].find(
      ({ works, accessKeyId }) => works && sessionOf(holder?.(accessKeyId)) === session,
    );
    if (environment === undefined) return until(new AbortController().signal);
    // Whoever else has its credentials, on another machine, keeps no time from passing.
    environment.works = false;
    await environment.process.wait(until);
  }

  /** Ends all environments. */
  async close(): Promise<void> {
    await Promise.all([...this.#all.values()].map((environment) => this.#end(environment)));
    await this.#api.close();
  }

  /** @returns undefined when the function took longer than it may */
  async #finish(
    environment: Environment,
    deployed: DeployedFunction,
    handed: HandedInvocation,
    work: <T>(real: () => Promise<T>) => Promise<T>,
  ): Promise<InvocationOutcome | undefined> {
    const { clock, patienceSeconds = 30 } = this.#options;
    const patience = Math.min(deployed.timeoutSeconds, patienceSeconds) * 1000;
    let go = (): void => environment.process.hand(handed);
    for (;;) {
      const progress = await work(() => {
        environment.works = true;
        go();
        return within(patience, environment.process.progress(handed.requestId));
      });
      environment.works = false;
      if (progress === undefined) return undefined;
      if (progress.kind !== 'sleep' && progress.kind !== 'wait') {
        return outcomeOf(progress, handed.requestId);
      }
      if (!(await passTime(clock, progress, handed.deadline))) return undefined;
      go = progress.wake;
    }
  }

  async #start(deployed: DeployedFunction): Promise<Environment> {
    const { credentials, certificatesFile, endpointUrl, onLog } = this.#options;
    const id = this.#random.text(32);
    const issued = credentials.issue(deployed.roleArn);
    const lines = this.#logs.get(deployed.arn) ?? [];
    this.#logs.set(deployed.arn, lines);
    // The process asks for its first invocation at once: its path has to be there before.
    const pending: { process?: ExecutionEnvironment } = {};
    const process = (): ExecutionEnvironment => pending.process as ExecutionEnvironment;
    const runtimeApi = await this.#api.add(id, {
      next: () => process().next(),
      settled: (requestId, kind, body) => process().settled(requestId, kind, body),
      initFailed: (body) => process().initFailed(body),
      sleep: (milliseconds) => process().sleep(milliseconds),
    });
    pending.process = new ExecutionEnvironment(
      deployed.codeDirectory,
      environmentVariables(deployed, {
        credentials: issued,
        runtimeApi,
        endpointUrl,
        logStreamName: this.#logStreamName(id),
        ...(certificatesFile === undefined ? {} : { certificatesFile }),
      }),
      (line) => {
        lines.push(line);
        onLog?.(deployed.arn, line);
      },
    );
    const environment: Environment = {
      id,
      process: process(),
      accessKeyId: issued.accessKeyId,
      codeDirectory: deployed.codeDirectory,
      works: false,
    };
    this.#all.set(id, environment);
    await within(loadingMilliseconds, environment.process.ready());
    return environment;
  }

  #logStreamName(id: string): string {
    const day = new Date(this.#options.clock.now()).toISOString().slice(0, 10);
    return `${day.replaceAll('-', '/')}/[$LATEST]${id}`;
  }

  #callsMade(environment: Environment): number {
    return this.#options.callsMade?.(environment.accessKeyId) ?? 0;
  }

  /**
   * A warm environment; one that ended while it was idle, or that has loaded code which has been replaced
   * since, counts as none.
   */
  #takeWarm({ arn, codeDirectory }: DeployedFunction): Environment | undefined {
    const warm = this.#warm.get(arn) ?? [];
    for (;;) {
      const environment = warm.pop();
      if (environment === undefined) return undefined;
      const isCurrent = environment.codeDirectory === codeDirectory;
      if (isCurrent && environment.process.isWarm) return environment;
      if (isCurrent) this.#forget(environment);
      else void this.#end(environment);
    }
  }

  #release(functionArn: string, environment: Environment): void {
    const warm = this.#warm.get(functionArn) ?? [];
    warm.push(environment);
    this.#warm.set(functionArn, warm);
  }

  async #end(environment: Environment): Promise<void> {
    this.#forget(environment);
    await this.#options.clock.hold(() => environment.process.end());
  }

  #forget(environment: Environment): void {
    this.#all.delete(environment.id);
    this.#api.remove(environment.id);
  }
}

function outcomeOf(
  progress: Exclude<Progress, { kind: 'sleep' | 'wait' }>,
  requestId: string,
): InvocationOutcome {
  switch (progress.kind) {
    case 'response':
      return responded(progress.body);
    case 'error':
    case 'init error':
      return failed(progress.body);
    case 'exit':
      return exited(requestId, progress.code, progress.signal);
  }
}

function sessionOf(principal: Principal | undefined): string | undefined {
  return principal?.kind === 'role' ? principal.sessionArn : undefined;
}
