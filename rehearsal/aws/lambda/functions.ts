import type {
  AccessRequest,
  Authorizer,
  Location,
  PolicyStatement,
  Principal,
} from '../contracts.ts';
import { AwsError } from '../contracts.ts';
import type { Random } from '../random.ts';
import { checkVariables } from './environment-variables.ts';
import { EventQueue } from './event-queue.ts';
import type { HandedOnEvent } from './event-queue.ts';
import { FunctionFleet } from './function-fleet.ts';
import type { Fleet, FleetOptions } from './function-fleet.ts';
import type {
  AsynchronousSettings,
  DeployedFunction,
  FunctionRecord,
  FunctionSettings,
} from './function-settings.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import { Latencies } from './latencies.ts';
import { requireSize } from './payload-size.ts';
import { revisionOf } from './revision.ts';
import { tagContext } from './tag-context.ts';

export interface FunctionsOptions extends FleetOptions {
  readonly authorizer: Authorizer;
  /** Where functions run; in processes of their own when left out. */
  readonly fleet?: Fleet;
  /** How many functions each account may run at once in each Region; 1,000 where it is left out. */
  readonly concurrencyQuota?: number;
  /** Sends an asynchronous event that failed for good (or a record of it) where it belongs. */
  readonly handOn?: (event: HandedOnEvent) => void | Promise<void>;
}

/** How Invoke is asked: `Event` is accepted at once and runs later. */
export interface InvocationRequest {
  readonly invocationType: 'RequestResponse' | 'Event';
  readonly principal: Principal;
  /** Whether whoever asks keeps time from passing meanwhile. */
  readonly takesNoTime?: boolean;
}

interface Registered {
  deployed: DeployedFunction;
  readonly record: FunctionRecord;
  readonly permissions: PolicyStatement[];
  asynchronous: AsynchronousSettings;
  running: number;
}

/** AWS Lambda in the simulator: functions, who may invoke them, and their invocations. */
export class Functions {
  readonly #options: FunctionsOptions;
  readonly #fleet: Fleet;
  readonly #queue: EventQueue;
  readonly #random: Random;
  readonly #functions = new Map<string, Registered>();
  readonly #underway = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];

  constructor(options: FunctionsOptions) {
    this.#options = options;
    this.#random = options.random.fork();
    this.#fleet = options.fleet ?? new FunctionFleet(options);
    this.#queue = new EventQueue(
      options.clock,
      new Latencies(options.random.fork()),
      options.handOn ?? (() => undefined),
    );
  }

  /** @throws AwsError `InvalidParameterValueException`, `ResourceConflictException` */
  createFunction(location: Location, settings: FunctionSettings): void {
    checkVariables(settings.environment);
    if (settings.timeoutSeconds < 1 || settings.timeoutSeconds > 900) {
      throw new AwsError(
        'InvalidParameterValueException',
        `Value '${settings.timeoutSeconds}' at 'timeout' failed to satisfy constraint: 1 to 900 seconds`,
      );
    }
    if (this.#functions.has(settings.arn)) {
      throw new AwsError(
        'ResourceConflictException',
        `Function already exist: ${settings.name}`,
        409,
      );
    }
    this.#requireConcurrency(location, settings.reservedConcurrency ?? 0);
    this.#functions.set(settings.arn, {
      deployed: { ...settings, location },
      record: {
        tags: settings.tags ?? {},
        revisionId: revisionOf(settings.arn, this.#options.clock.now()),
        lastModified: new Date(this.#options.clock.now()),
        lastUpdateStatus: 'Successful',
      },
      permissions: [],
      asynchronous: {},
      running: 0,
    });
  }

  /** Adds a statement to a function's resource policy. */
  addPermission(functionArn: string, statement: PolicyStatement): void {
    this.#require(functionArn).permissions.push(statement);
  }

  configureAsynchronousInvocation(functionArn: string, settings: AsynchronousSettings): void {
    this.#require(functionArn).asynchronous = settings;
  }

  /** @returns undefined when there is no such function */
  find(functionArn: string): DeployedFunction | undefined {
    return this.#functions.get(functionArn)?.deployed;
  }

  /**
   * What Lambda tells of a function, to be read and changed.
   * @throws AwsError `ResourceNotFoundException`
   */
  record(functionArn: string): FunctionRecord {
    return this.#require(functionArn).record;
  }

  /** Gives a function other code. Environments that have loaded the code before take no event more. */
  replaceCode(functionArn: string, codeDirectory: string): void {
    const registered = this.#require(functionArn);
    registered.deployed = { ...registered.deployed, codeDirectory };
  }

  /** Waits on behalf of a caller, who may be a function that runs and keeps time from passing. */
  wait(caller: Principal, until: (signal: AbortSignal) => Promise<void>): Promise<void> {
    return this.#fleet.wait?.(caller, until) ?? until(new AbortController().signal);
  }

  /** All of a place, in the order in which they were made. */
  in({ accountId, region }: Location): readonly DeployedFunction[] {
    return [...this.#functions.values()]
      .map(({ deployed }) => deployed)
      .filter(({ location }) => location.accountId === accountId && location.region === region);
  }

  /**
   * What decides who may use a function, besides the caller's own policies.
   * @throws AwsError `ResourceNotFoundException`
   */
  accessTo(
    functionArn: string,
  ): Required<Pick<AccessRequest, 'resourceAccountId' | 'resourcePolicy' | 'rule' | 'context'>> {
    const { deployed, permissions, record } = this.#require(functionArn);
    return {
      context: tagContext(record.tags),
      resourceAccountId: deployed.location.accountId,
      resourcePolicy: { Version: '2012-10-17', Statement: permissions },
      rule: 'either',
    };
  }

  /**
   * Invokes a function. A failure of the function is an outcome, not an exception.
   * @param payload any JSON value; undefined counts as an empty object
   * @returns for `Event`, an undefined payload at once
   * @throws AwsError `AccessDeniedException`, `ResourceNotFoundException`,
   *   `RequestTooLargeException`, `TooManyRequestsException`
   */
  async invoke(
    functionArn: string,
    payload: unknown,
    request: InvocationRequest,
  ): Promise<InvocationOutcome> {
    const registered = this.#require(functionArn);
    this.#authorize(registered, request.principal);
    const body = JSON.stringify(payload ?? {});
    requireSize(body, request.invocationType);
    const requestId = this.#requestId();
    if (request.invocationType === 'RequestResponse') {
      const isNested = request.takesNoTime ?? this.#isRunning(request.principal);
      return this.#run(registered, requestId, body, isNested);
    }
    const { deployed, asynchronous } = registered;
    const event = { requestId, payload: body, accepted: this.#options.clock.now() };
    const work = this.#queue
      .process(deployed, asynchronous, event, () => this.#run(registered, requestId, body))
      .catch((error: unknown) => void this.#failures.push(error))
      .finally(() => this.#underway.delete(work));
    this.#underway.add(work);
    return { payload: undefined };
  }

  /**
   * Resolves once no asynchronous event is under way. Virtual time has to pass for it to come about.
   * @throws AggregateError when an event could not be processed or handed on
   */
  async idle(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
    const failures = this.#failures.splice(0);
    if (failures.length > 0) {
      throw new AggregateError(failures, 'asynchronous events could not be processed');
    }
  }

  /** Every line that a function wrote, in order. */
  logs(functionArn: string): readonly string[] {
    return this.#fleet.logs(functionArn);
  }

  /** Ends every process that runs a function. */
  close(): Promise<void> {
    return this.#fleet.close();
  }

  async #run(
    registered: Registered,
    requestId: string,
    payload: string,
    isNested = false,
  ): Promise<InvocationOutcome> {
    const { deployed } = registered;
    const { reservedConcurrency } = deployed;
    if (reservedConcurrency !== undefined && registered.running >= reservedConcurrency) {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    }
    registered.running++;
    try {
      return await this.#fleet.run(deployed, requestId, payload, isNested);
    } finally {
      registered.running--;
    }
  }

  /**
   * Of an account's quota 100 have to stay for functions that reserve nothing, so that an account with
   * less can reserve none. Source: Lambda Developer Guide, "Configuring reserved concurrency", and
   * "Lambda quotas": new accounts begin with less than 1,000; in them the message has that quota.
   */
  #requireConcurrency(location: Location, asked: number): void {
    const quota = this.#options.concurrencyQuota ?? 1000;
    const reserved = this.in(location).map(({ reservedConcurrency = 0 }) => reservedConcurrency);
    const left = quota - reserved.reduce((sum, one) => sum + one, asked);
    const least = Math.min(100, quota);
    if (asked === 0 || left >= least) return;
    throw new AwsError(
      'InvalidParameterValueException',
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${least}].`,
    );
  }

  /** Whether the caller is a function that waits for the answer. */
  #isRunning(principal: Principal): boolean {
    if (principal.kind !== 'role') return false;
    return [...this.#functions.values()].some(
      ({ deployed, running }) => running > 0 && deployed.roleArn === principal.roleArn,
    );
  }

  #authorize({ deployed }: Registered, principal: Principal): void {
    const access = this.accessTo(deployed.arn);
    this.#options.authorizer.require({
      principal,
      action: 'lambda:InvokeFunction',
      resource: deployed.arn,
      ...access,
      ...(principal.kind === 'service'
        ? {
            context: {
              ...access.context,
              'aws:SourceArn': principal.sourceArn,
              'aws:SourceAccount': principal.sourceAccount,
            },
          }
        : {}),
    });
  }

  #require(functionArn: string): Registered {
    const registered = this.#functions.get(functionArn);
    if (registered !== undefined) return registered;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${functionArn}`, 404);
  }

  #requestId(): string {
    const text = this.#random.text(32);
    return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20)]
      .concat(text.slice(20))
      .join('-');
  }
}
