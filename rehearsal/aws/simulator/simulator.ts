import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Authorizer } from '../authorization/authorizer.ts';
import { VirtualClock } from '../clock.ts';
import type { PoolerServers } from '../databases/pooler/pooler-servers.ts';
import { EsbuildBundles } from '../deployment/bundle.ts';
import { deploy } from '../deployment/deploy.ts';
import type { DeployedStack } from '../deployment/deploy.ts';
import { standardProviders } from '../deployment/providers/standard-providers.ts';
import { Functions } from '../lambda/functions.ts';
import { VirtualNames } from '../network/names.ts';
import { Client } from '../network/client.ts';
import type { PrivateZones } from '../network/private-zones.ts';
import { VirtualNetwork } from '../network/virtual-network.ts';
import { Random } from '../random.ts';
import type { ApplicationAutoScaling } from '../services/applicationautoscaling/application-auto-scaling.ts';
import type { CloudFormation } from '../services/cloudformation/cloud-formation.ts';
import type { Alarms } from '../services/cloudwatch/alarms.ts';
import type { CloudWatch } from '../services/cloudwatch/cloud-watch.ts';
import type { Ec2 } from '../services/ec2/ec2.ts';
import type { ElasticLoadBalancing } from '../services/elasticloadbalancing/elastic-load-balancing.ts';
import type { EventBridge } from '../services/eventbridge/event-bridge.ts';
import type { Kms } from '../services/kms/kms.ts';
import type { Rds } from '../services/rds/rds.ts';
import type { Scheduler } from '../services/scheduler/scheduler.ts';
import type { SecretsManager } from '../services/secretsmanager/secrets-manager.ts';
import type { Sns } from '../services/sns/sns.ts';
import type { Sqs } from '../services/sqs/sqs.ts';
import type { StartExecution } from '../services/start-execution.ts';
import type { StepFunctions } from '../services/stepfunctions/stepfunctions.ts';
import type { CallRecord } from '../wire/call-record.ts';
import { createEndpoint } from '../wire/endpoint.ts';
import type { DirectAnswer, DirectCall } from '../wire/endpoint.ts';
import type { WireRequest, WireResponse } from '../wire/protocol.ts';
import { certificatesFile } from './certificates-file.ts';
import { CountedBundles } from './counted-bundles.ts';
import { Credentials } from './credentials.ts';
import { operatorIn } from './operator-principal.ts';
import { simulatorPorts } from './ports.ts';
import { simulatedServices } from './simulated-services.ts';
import type { SimulatorOptions, StackDeployment } from './simulator-options.ts';
import { startByCall } from './start-by-call.ts';
import { withinVpcs } from './within-vpcs.ts';

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
  readonly autoScaling: ApplicationAutoScaling;
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
  readonly #proxies: PoolerServers;
  readonly #random: Random;
  readonly #bundles: CountedBundles;
  readonly #endpoint: ReturnType<typeof createEndpoint>;
  #functions: Functions | undefined;
  #look: Promise<unknown> = Promise.resolve();
  #url = '';

  private constructor(options: SimulatorOptions) {
    const random = new Random(options.seed);
    const { start, realMillisecondsPerSecond = 0 } = options;
    const clock = new VirtualClock(start, { realMillisecondsPerSecond });
    this.#options = options;
    this.#random = random.fork();
    this.clock = clock;
    this.engine = options.engine;
    this.authorizer = new Authorizer();
    this.credentials = new Credentials(this.authorizer, random.fork());
    this.names = new VirtualNames(clock);
    const services = simulatedServices(options, {
      clock,
      random,
      authorizer: this.authorizer,
      credentials: this.credentials,
      names: this.names,
      network: this.network,
      functions: () => this.functions,
      url: () => this.url,
      looked: () => this.#look,
      startExecution: (request) => this.#startExecution(request),
    });
    this.metrics = services.metrics;
    this.alarms = services.alarms;
    this.stacks = services.stacks;
    this.kms = services.kms;
    this.sqs = services.sqs;
    this.events = services.events;
    this.rds = services.rds;
    this.autoScaling = services.autoScaling;
    this.secrets = services.secrets;
    this.sns = services.sns;
    this.stepFunctions = services.stepFunctions;
    this.scheduler = services.scheduler;
    this.zones = services.zones;
    this.elb = services.elb;
    this.ec2 = services.ec2;
    this.#proxies = services.proxies;
    this.#bundles = new CountedBundles(
      new EsbuildBundles(path.join(options.cacheDirectory ?? '/in-memory', 'bundles')),
    );
    this.#endpoint = createEndpoint({
      services: services.answering,
      resolvePrincipal: (accessKeyId) => this.credentials.holder(accessKeyId),
      authorizer: this.authorizer,
      intercept: withinVpcs(this, options.intercept),
      onCall: (record) => this.#note(record),
      onInternalError: (error) => this.defects.push(error),
      now: () => clock.now(),
      download: (link) => services.code.download(link),
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
      certificatesFile: await certificatesFile(options, simulator.proxyAuthority),
      holder: (accessKeyId) => simulator.credentials.holder(accessKeyId),
      ...(options.fleet && { fleet: options.fleet(simulator) }),
      ...(options.concurrencyQuota !== undefined && { concurrencyQuota: options.concurrencyQuota }),
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

  /** The certificate, PEM, that clients verify proxies with: Amazon's, and not RDS's. */
  readonly proxyAuthority = (): Promise<string> => this.#proxies.certificate();

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
      () => this.#proxies.close(),
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

  #note(record: CallRecord): void {
    this.credentials.countCall(record.principal);
    this.calls.push({ ...record, time: this.clock.now() });
    this.#options.onCall?.(record);
  }

  #startExecution(request: Parameters<StartExecution>[0]): Promise<string> {
    const { stepFunctions, authorizer } = this;
    return startByCall(request, { stepFunctions, authorizer, random: this.#random });
  }
}
