import { Random } from '../../aws/random.ts';
import { source, target } from '../scene/locations.ts';
import { Simulator } from '../../aws/simulator/simulator.ts';
import type { SimulatorOptions } from '../../aws/simulator/simulator-options.ts';
import type { DirectCall, WireRequest } from '../../aws/wire/endpoint.ts';
import { engineVersion, makeSecret, makeSourceKey, master } from './fixtures.ts';
import { EnginePortForwarder } from './access/engine-port-forwarder.ts';
import { leadNames } from './access/led-names.ts';
import { Deployment } from './deployment.ts';
import type { Tamper } from './deployment.ts';
import { drawDurations } from './durations.ts';
import { FunctionModules } from './function-modules.ts';
import type { Handler } from './function-modules.ts';
import { InProcessFleet } from './in-process-fleet.ts';
import { LineageEngine } from './lineage-engine.ts';
import { PermissionUse } from './permission-use.ts';
import type { Permissions } from './permission-use.ts';
import { Run } from './run.ts';
import type { RunSpec } from './run-spec.ts';
import type { Scenario } from './scenario.ts';
import { interceptClients } from './sdk-clients.ts';
import type { InterceptedClients } from './sdk-clients.ts';
import { ServedLineage } from './served-lineage.ts';
import { openServers } from './servers.ts';
import type { Servers } from './servers.ts';
import type { Trace, Traces } from './trace.ts';
import type { TracedEngine } from './traced-engine.ts';
import { virtualDate } from './virtual-date.ts';
import type { VirtualDate } from './virtual-date.ts';
import type { DeployedFunction } from '../../aws/lambda/function-settings.ts';

/** How a campaign runner is set up. */
export interface CampaignRunnerOptions {
  readonly projectDirectory: string;
  /** Writes and reads each call as it goes over the wire, rather than handing it over as an object. */
  readonly serialized?: boolean;
  /** Whether databases are lineages alone (the default), or real servers besides. */
  readonly databases?: Databases;
  /** Changes definitions before they are deployed: for mistakes made on purpose. */
  readonly tamper?: Tamper;
  /** Puts another handler in a function's place: for mistakes made on purpose. */
  readonly understudy?: (name: string, handler: Handler) => Handler;
}

/** What a campaign's databases are: lineages in memory, or those with real servers behind them. */
export type Databases = 'lineage' | 'postgresql';

/** What a run left, and further starts where they were needed. */
interface PlayedRun extends Traces {
  readonly run: Run;
}

interface DeployedScenario {
  readonly deployment: Deployment;
  readonly modules: FunctionModules;
}

const regions = [source.region, target.region];

/** Every run starts then, in virtual milliseconds. */
const start = Date.parse('2026-03-02T02:00:00Z');

/**
 * Plays runs in this process, one after another: each in a simulator of its own, with what the
 * templates made in it, and with the functions' own handlers.
 */
export class CampaignRunner {
  readonly #options: CampaignRunnerOptions;
  readonly #date: VirtualDate;
  readonly #clients: InterceptedClients;
  readonly #leaveNames: () => void;
  readonly #permissions = new PermissionUse();
  readonly #deployedScenarios = new Map<string, Promise<DeployedScenario>>();
  readonly #servers: Servers | undefined;
  #run: Run | undefined;

  private constructor(options: CampaignRunnerOptions, servers: Servers | undefined) {
    this.#options = options;
    this.#servers = servers;
    this.#date = virtualDate();
    const wire = {
      answer: (request: WireRequest) => this.#playing().invocations.answer(request),
      call: (call: DirectCall, id: string) => this.#playing().invocations.call(call, id),
      accessKeyId: () => this.#playing().invocations.accessKeyId,
    };
    this.#clients = interceptClients(regions, wire, { serialized: options.serialized ?? false });
    this.#leaveNames = leadNames((host) => this.#playing().resolve(host));
  }

  /** @throws OtherVersion, PostgresqlNotInstalled where real servers are asked for */
  static async open(options: CampaignRunnerOptions): Promise<CampaignRunner> {
    const { databases, projectDirectory } = options;
    const servers = databases === 'postgresql' ? await openServers(projectDirectory) : undefined;
    return new CampaignRunner(options, servers);
  }

  /** Plays one run to its end. */
  play(spec: RunSpec): Promise<PlayedRun> {
    return this.#play(spec, this.#servers);
  }

  /** Plays a scenario in which nothing goes wrong, to see what could. Lineages alone tell. */
  async survey(scenario: Scenario, seed: number): Promise<Trace> {
    const { first } = await this.#play({ scenario, faults: [], seed }, undefined);
    return first;
  }

  async #play(spec: RunSpec, servers: Servers | undefined): Promise<PlayedRun> {
    const { deployment, modules } = await this.#deployedScenario(spec.scenario);
    const { simulator, engine } = await this.#openSimulator(spec, servers);
    try {
      const run = new Run(spec, {
        simulator,
        engine,
        deployed: deployment.deployed,
        handlerOf: (deployed) => this.#handlerOf(modules, deployed),
        makeSourceKey: () => makeSourceKey(spec.scenario, simulator),
        makeSecret: () => makeSecret(simulator),
        deploy: () => deployment.replay(simulator),
      });

      this.#run = run;
      this.#date.follow(simulator.clock);
      this.#clients.forgetRetries();
      const traces = await run.play();
      this.#permissions.note(spec.scenario, simulator);
      return { ...traces, run };
    } finally {
      this.#date.follow(undefined);
      this.#run = undefined;
      await simulator.close();
    }
  }

  /** What the templates grant, and what of it the runs so far needed. */
  get permissions(): Permissions {
    return this.#permissions.all();
  }

  async close(): Promise<void> {
    this.#clients.leave();
    this.#leaveNames();
    this.#date.restore();
    await this.#servers?.close();
  }

  #playing(): Run {
    if (this.#run === undefined) throw new Error('no run is under way to answer a call');
    return this.#run;
  }

  async #handlerOf(modules: FunctionModules, deployed: DeployedFunction): Promise<Handler> {
    const handler = await modules.handlerOf(deployed);
    return this.#options.understudy?.(deployed.handler, handler) ?? handler;
  }

  #deployedScenario(scenario: Scenario): Promise<DeployedScenario> {
    const known = this.#deployedScenarios.get(scenario.name) ?? this.#prepare(scenario);
    this.#deployedScenarios.set(scenario.name, known);
    return known;
  }

  async #prepare(scenario: Scenario): Promise<DeployedScenario> {
    const { simulator } = await this.#openSimulator({ scenario, faults: [], seed: 1 }, undefined);
    try {
      const sourceKeyArn = makeSourceKey(scenario, simulator);
      const secretArn = makeSecret(simulator);
      const { projectDirectory, tamper } = this.#options;
      const deployment = await Deployment.record(scenario, {
        simulator,
        projectDirectory,
        sourceKeyArn,
        secretArn,
        tamper,
      });
      const modules = new FunctionModules(scenario.name, {
        volumeAt: (host) => this.#run?.volumeAt(host),
        connect: (volume, host, credentials) => this.#playing().connect(volume, host, credentials),
      });
      // Now, so that no run waits for the disk, and all of them go on alike.
      for (const deployed of deployment.functions) await modules.handlerOf(deployed);
      return { deployment, modules };
    } finally {
      await simulator.close();
    }
  }

  async #openSimulator(
    spec: RunSpec,
    servers: Servers | undefined,
  ): Promise<{ simulator: Simulator; engine: TracedEngine }> {
    const lineage = new LineageEngine('postgresql', engineVersion);
    const engine = servers ? new ServedLineage(lineage, servers.engine, master) : lineage;
    const directory = await servers?.newDirectory();
    const random = new Random(spec.seed);
    const simulator = await Simulator.open({
      // The same for every run, so that keys have the ids that the functions were loaded with.
      seed: 1,
      start,
      engine,
      ...(directory !== undefined && { directory }),
      durations: drawDurations(random.fork()),
      ...(spec.scenario.pageSize !== undefined && { rdsPageSize: spec.scenario.pageSize }),
      ...(spec.scenario.access === true && accessOptions(engine, random.fork())),
      listens: false,
      intercept: (call, input, proceed) =>
        this.#run === undefined ? proceed() : this.#run.invocations.intercept(call, input, proceed),
      fleet: (own) =>
        new InProcessFleet({
          clock: own.clock,
          random: random.fork(),
          handlerOf: (deployed) => (this.#run as Run).handlerOf(deployed),
          begin: (invocation) => (this.#run as Run).invocations.begin(invocation),
          suspend: () => this.#run?.invocations.suspend() ?? (() => {}),
          callsMade: () => this.#run?.invocations.callsMade ?? 0,
        }),
    });
    return { simulator, engine };
  }
}

/** What the load balancer of an access stack stands on, and how long it takes to register a target. */
function accessOptions(
  engine: TracedEngine,
  random: Random,
): Pick<SimulatorOptions, 'portForwarder' | 'elbDurations'> {
  // Less than outside: while one takes its time, every second has its pass, and each is like the last.
  const registration = Math.round(random.between(5, 40));
  return {
    portForwarder: new EnginePortForwarder(engine),
    elbDurations: { registration: [registration, registration] },
  };
}
