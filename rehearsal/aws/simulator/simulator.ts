import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Authorizer } from '../authorization/authorizer.ts';
import { VirtualClock } from '../clock.ts';
import type { Call, DatabaseEngine, Location, Principal, Service } from '../contracts.ts';
import { EsbuildBundles } from '../deployment/bundle.ts';
import { deploy } from '../deployment/deploy.ts';
import type { DeployedStack } from '../deployment/deploy.ts';
import { standardProviders } from '../deployment/providers/standard-providers.ts';
import type { Fleet } from '../lambda/function-fleet.ts';
import { Functions } from '../lambda/functions.ts';
import { lambdaService } from '../lambda/lambda-service.ts';
import { VirtualNames } from '../network/names.ts';
import { Client } from '../network/client.ts';
import { PrivateZones } from '../network/private-zones.ts';
import { VirtualNetwork } from '../network/virtual-network.ts';
import { Random } from '../random.ts';
import { CloudFormation } from '../services/cloudformation/cloud-formation.ts';
import { Alarms } from '../services/cloudwatch/alarms.ts';
import { CloudWatch } from '../services/cloudwatch/cloud-watch.ts';
import { Ec2 } from '../services/ec2/ec2.ts';
import type { ElbDurations } from '../services/elasticloadbalancing/durations.ts';
import type { PortForwarder } from '../services/elasticloadbalancing/port-forwarder.ts';
import { ElasticLoadBalancing } from '../services/elasticloadbalancing/elastic-load-balancing.ts';
import { EventBridge } from '../services/eventbridge/event-bridge.ts';
import { Kms } from '../services/kms/kms.ts';
import type { Durations } from '../services/rds/durations.ts';
import { Rds } from '../services/rds/rds.ts';
import { Scheduler } from '../services/scheduler/scheduler.ts';
import { SecretsManager } from '../services/secretsmanager/secrets-manager.ts';
import { Sns } from '../services/sns/sns.ts';
import { Sqs } from '../services/sqs/sqs.ts';
import type { StartExecution } from '../services/start-execution.ts';
import { StepFunctions } from '../services/stepfunctions/stepfunctions.ts';
import { Sts } from '../services/sts/sts.ts';
import type { CallRecord } from '../wire/call-record.ts';
import { createEndpoint } from '../wire/endpoint.ts';
import type { DirectAnswer, DirectCall } from '../wire/endpoint.ts';
import type { Interception } from '../wire/operation-run.ts';
import type { WireRequest, WireResponse } from '../wire/protocol.ts';
import { CountedBundles } from './counted-bundles.ts';
import { Credentials } from './credentials.ts';
import { operatorIn } from './operator-principal.ts';
import { simulatorPorts } from './ports.ts';
import { taskRunner } from './run-task.ts';

/** How a simulator is set up. */
export interface SimulatorOptions {
  readonly seed: number;
  /** Virtual start, milliseconds since the epoch. */
  readonly start: number;
  /** Gone when the simulator closes; left out where nothing is written: an engine without files. */
  readonly directory?: string;
  /** Kept from run to run: bundles. Left out where functions run from their sources. */
  readonly cacheDirectory?: string;
  readonly engine: DatabaseEngine & { readonly caFile: string };
  /** On the wall, for each virtual second; 0 is as fast as the machine goes. */
  readonly realMillisecondsPerSecond?: number;
  readonly durations?: Partial<Durations>;
  /** Whether each reader of a cluster has a server of its own; PostgreSQL alone has such. */
  readonly readerServers?: boolean;
  /** How long registrations of targets take, and the like. */
  readonly elbDurations?: Partial<ElbDurations>;
  /** Real ports and connections, where it is left out. */
  readonly portForwarder?: PortForwarder;
  /** The most databases or snapshots on a page of a listing, where it isn't as many as are asked for. */
  readonly rdsPageSize?: number;
  /** False: AWS refuses to copy a cluster snapshot across account and Region in one call. */
  readonly oneCallClusterCopy?: boolean;
  /** Sees each call before and after it takes effect: where faults come in. */
  readonly intercept?: Interception;
  readonly onCall?: (record: CallRecord) => void;
  /** Where functions run; in processes of their own when left out. */
  readonly fleet?: (simulator: Simulator) => Fleet;
  /** False: no port is opened, and calls come by `answer` alone. */
  readonly listens?: boolean;
}

/** A deployment of one stack. */
export interface StackDeployment {
  readonly stackName: string;
  readonly location: Location;
  readonly parameters: Readonly<Record<string, string>>;
  readonly templateFile: string;
}

/**
 * Two accounts, two Regions, or as many as are named: AWS on this machine, as far as Understudy uses
 * it, with real databases under the simulated ones.
 */
export class Simulator {
  readonly clock: VirtualClock;
  readonly authorizer: Authorizer;
  readonly credentials: Credentials;
  readonly names: VirtualNames;
  readonly network = new VirtualNetwork();
  /** Private hosted zones. */
  readonly zones: PrivateZones;
  readonly elb: ElasticLoadBalancing;
  readonly ec2: Ec2;
  readonly kms: Kms;
  readonly rds: Rds;
  readonly sns: Sns;
  readonly sqs: Sqs;
  readonly secrets: SecretsManager;
  readonly stepFunctions: StepFunctions;
  readonly scheduler: Scheduler;
  readonly events: EventBridge;
  readonly metrics: CloudWatch;
  readonly alarms: Alarms;
  readonly stacks: CloudFormation;
  /** Slips of the simulator itself: a sound run has none. */
  readonly defects: Error[] = [];
  readonly calls: (CallRecord & { readonly time: number })[] = [];
  /** Every line that a function logged. */
  readonly logLines: string[] = [];
  readonly engine: SimulatorOptions['engine'];
  readonly #options: SimulatorOptions;
  readonly #random: Random;
  readonly #bundles: CountedBundles;
  readonly #endpoint: ReturnType<typeof createEndpoint>;
  #functions: Functions | undefined;
  #look: Promise<unknown> = Promise.resolve();
  #url = '';

  private constructor(options: SimulatorOptions) {
    const random = new Random(options.seed);
    const clock = new VirtualClock(
      options.start,
      options.realMillisecondsPerSecond === undefined
        ? {}
        : { realMillisecondsPerSecond: options.realMillisecondsPerSecond },
    );
    this.#options = options;
    this.#random = random.fork();
    this.clock = clock;
    this.metrics = new CloudWatch(clock);
    this.engine = options.engine;
    this.authorizer = new Authorizer();
    this.credentials = new Credentials(this.authorizer, random.fork());
    this.names = new VirtualNames(clock);
    this.alarms = new Alarms(clock, this.metrics);
    this.stacks = new CloudFormation(clock);
    this.kms = new Kms(this.authorizer, clock, random.fork());
    this.sqs = new Sqs(this.authorizer, this.kms, clock, random.fork());
    const startExecution: StartExecution = (request) => this.#startExecution(request);
    this.events = new EventBridge({
      authorizer: this.authorizer,
      queues: this.sqs,
      clock,
      random: random.fork(),
      invokeFunction: (arn, event, principal) => this.#deliver(arn, event, principal),
      startExecution,
    });
    this.rds = new Rds({
      clock,
      random: random.fork(),
      keys: this.kms,
      events: this.events,
      names: this.names,
      network: this.network,
      engines: () => options.engine,
      workDirectory: path.join(options.directory ?? '/in-memory', 'dumps'),
      ...(options.durations && { durations: options.durations }),
      readerServers: options.readerServers ?? false,
      ...(options.rdsPageSize !== undefined && { pageSize: options.rdsPageSize }),
      ...(options.oneCallClusterCopy !== undefined && {
        oneCallClusterCopy: options.oneCallClusterCopy,
      }),
    });
    this.secrets = new SecretsManager({
      authorizer: this.authorizer,
      keys: this.kms,
      clock,
      random: random.fork(),
    });
    this.sns = new Sns({
      authorizer: this.authorizer,
      keys: this.kms,
      queues: this.sqs,
      clock,
      random: random.fork(),
      deliverToFunction: (arn, _topic, event, principal) => this.#deliver(arn, event, principal),
    });
    this.stepFunctions = new StepFunctions({
      clock,
      random: random.fork(),
      runTask: taskRunner(
        this.authorizer,
        () => this.functions,
        () => this.#look,
      ),
      bus: this.events,
    });
    this.scheduler = new Scheduler({
      authorizer: this.authorizer,
      queues: this.sqs,
      clock,
      random: random.fork(),
      startExecution,
    });
    this.zones = new PrivateZones(this.names);
    this.elb = new ElasticLoadBalancing({
      clock,
      random: random.fork(),
      names: this.names,
      network: this.network,
      ...(options.elbDurations && { durations: options.elbDurations }),
      ...(options.portForwarder && { portForwarder: options.portForwarder }),
    });
    this.ec2 = new Ec2({
      clock,
      random: random.fork(),
      names: this.names,
      network: this.network,
      offered: (balancerArn) => this.elb.offered(balancerArn),
    });
    this.#bundles = new CountedBundles(
      new EsbuildBundles(path.join(options.cacheDirectory ?? '/in-memory', 'bundles')),
    );
    this.#endpoint = createEndpoint({
      services: this.#services(),
      resolvePrincipal: (accessKeyId) => this.credentials.holder(accessKeyId),
      authorizer: this.authorizer,
      ...(options.intercept && { intercept: options.intercept }),
      onCall: (record) => this.#note(record),
      onInternalError: (error) => this.defects.push(error),
      now: () => clock.now(),
      random: random.fork(),
    });
  }

  static async open(options: SimulatorOptions): Promise<Simulator> {
    if (options.directory !== undefined) {
      await mkdir(path.join(options.directory, 'dumps'), { recursive: true });
    }
    const simulator = new Simulator(options);
    const { url } =
      options.listens === false ? { url: 'http://127.0.0.1' } : await simulator.#endpoint.listen();
    simulator.#url = url;
    simulator.#functions = new Functions({
      authorizer: simulator.authorizer,
      clock: simulator.clock,
      random: simulator.#random.fork(),
      names: simulator.names,
      network: simulator.network,
      endpointUrl: url,
      credentials: simulator.credentials,
      callsMade: (accessKeyId) => simulator.credentials.callsMade(accessKeyId),
      certificatesFile: options.engine.caFile,
      ...(options.fleet && { fleet: options.fleet(simulator) }),
      onLog: (functionArn, line) => {
        simulator.logLines.push(line);
        simulator.metrics.ingestLog(functionArn, line);
      },
      handOn: (event) => {
        const sender = simulator.authorizer.assume(
          'lambda.amazonaws.com',
          event.roleArn,
          'dead-letter',
          event.functionArn,
        );
        simulator.sqs.send(sender, event.destinationArn, event.body);
      },
    });
    return simulator;
  }

  get functions(): Functions {
    if (this.#functions === undefined) throw new Error('the simulator is not open yet');
    return this.#functions;
  }

  /** `http://127.0.0.1:<port>`: every service, account and Region. */
  get url(): string {
    return this.#url;
  }

  /**
   * Answers a call of this same process, without a port in between.
   * @throws AbortedConnection when the caller is to get no answer
   */
  answer(request: WireRequest): Promise<WireResponse> {
    return this.#endpoint.answer(request);
  }

  /**
   * The same, with the input and the output as objects.
   * @throws AbortedConnection when the caller is to get no answer
   */
  call(call: DirectCall): Promise<DirectAnswer> {
    return this.#endpoint.call(call);
  }

  /** The functions that were built, with the sizes of their bundles. */
  get bundles(): readonly { readonly function: string; readonly bytes: number }[] {
    return this.#bundles.built;
  }

  /** The text of every message that a topic got. */
  get noticesPublished(): readonly string[] {
    return this.calls
      .filter(({ operation }) => operation === 'Publish')
      .map(({ input }) => String(input['Message']));
  }

  /** Deploys one stack, as `sam build` and `sam deploy` do. */
  async deploy(stack: StackDeployment): Promise<DeployedStack> {
    this.stacks.requireFree(stack.stackName, stack.location);
    const ports = simulatorPorts(this);
    return deploy({
      ...stack,
      providers: standardProviders(ports, this.#bundles),
      random: this.#random.fork(),
      onStack: (finished) => this.stacks.add(finished),
    });
  }

  /** Somebody in a subnet, who connects to names as their VPC knows them. */
  client(at: ConstructorParameters<typeof Client>[1]): Client {
    return new Client(this, at);
  }

  newHostedZoneId(): string {
    return `Z${this.#random.text(20, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}`;
  }

  /** Starts an execution by hand, as an operator of the account. @returns its ARN */
  async start(stateMachineArn: string, name: string, input: object): Promise<string> {
    return this.#startExecution({
      principal: operatorIn(stateMachineArn.split(':')[4] ?? ''),
      stateMachineArn,
      name,
      input: JSON.stringify(input),
    });
  }

  /**
   * Looks at the simulator from outside at this very moment: neither time nor a workflow goes on until
   * `work` is done. For listeners, who can't wait themselves.
   */
  look(work: () => Promise<void>): void {
    const look = this.#look.then(() => this.clock.hold(work));
    this.#look = look.catch((error: unknown) => this.defects.push(error as Error));
    // From now on, not only once its turn has come.
    void this.clock.hold(() => this.#look);
  }

  /**
   * Ends every process of the simulator and removes its directory: each, whether or not the others can be.
   * @throws the first failure
   */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const end of [
      () => this.#functions?.close(),
      () => this.elb.close(),
      () => this.#endpoint.close(),
      () => this.engine.close(),
      () => {
        const { directory } = this.#options;
        return directory && rm(directory, { recursive: true, force: true });
      },
    ]) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  #services(): readonly Service[] {
    return [
      this.rds,
      this.kms,
      this.sns,
      this.sqs,
      this.stepFunctions,
      this.secrets,
      this.elb,
      this.ec2,
      this.events,
      this.alarms,
      this.stacks,
      lambdaService(() => this.functions),
      new Sts(),
    ];
  }

  #note(record: CallRecord): void {
    this.credentials.countCall(record.principal);
    this.calls.push({ ...record, time: this.clock.now() });
    this.#options.onCall?.(record);
  }

  async #deliver(functionArn: string, event: unknown, principal: Principal): Promise<void> {
    await this.functions.invoke(functionArn, event, { invocationType: 'Event', principal });
  }

  async #startExecution(request: Parameters<StartExecution>[0]): Promise<string> {
    const { principal, stateMachineArn, name, input } = request;
    const [, , , region = '', accountId = ''] = stateMachineArn.split(':');
    const call: Call = {
      requestId: this.#random.text(32),
      service: 'states',
      operation: 'StartExecution',
      location: { accountId, region },
      principal,
      authorize: (action, resource, more) => {
        this.authorizer.require({ principal, action, resource, ...more });
      },
    };
    const start = this.stepFunctions.operations['StartExecution'];
    const answer = (await start?.({ stateMachineArn, name, input }, call)) as {
      executionArn: string;
    };
    return answer.executionArn;
  }
}
