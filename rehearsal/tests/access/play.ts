// One file: the simulated load balancer, its databases and its clients are one play, which every test of access begins with.
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import * as z from 'zod/mini';
import { listeners } from '../../../functions/access/aws/elb-listeners.ts';
import { targetGroups } from '../../../functions/access/aws/elb-target-groups.ts';
import { loadBalancingAnswers } from '../../../functions/shared/adapters/answers/elastic-load-balancing.ts';
import { meaningOf } from '../../../functions/shared/adapters/answers/meaning.ts';
import { fillTargets } from '../../../functions/access/steps/fill-targets.ts';
import { concludePass, followAll } from '../../../functions/access/steps/sync-targets.ts';
import type { FollowAnswer } from '../../../functions/access/steps/follow-endpoint.ts';
import type { Followed } from '../../../functions/access/rules/followed.ts';
import type { Endpoints } from '../../../functions/access/ports/endpoints.ts';
import { releaseWithin } from '../../../functions/access/rules/targets.ts';
import { Memory } from '../../../functions/access/rules/pass-state.ts';
import { Moment } from '../../../functions/shared/rules/formats.ts';
import { Trigger } from '../../../functions/access/rules/trigger.ts';
import { Random } from '../../aws/random.ts';
import type { ElbParts } from '../../aws/services/elasticloadbalancing/elastic-load-balancing.ts';
import type { Transition } from '../../aws/services/elasticloadbalancing/target-watch.ts';
import { StepFunctions } from '../../aws/services/stepfunctions/stepfunctions.ts';
import { TaskError } from '../../aws/states/state-error.ts';
import { documentOf } from '../../../tests/workflow/machine.ts';
import { ownLocation, Scene } from '../elasticloadbalancing/scene.ts';
import { OrdersDatabase } from './database.ts';
import { syncTargetsOfTarget } from './target-run.ts';

/** What befalls a pass: nothing is done, all is, or it is cut off after its first change. */
export type PassFault = 'timeout-before' | 'timeout-after' | 'timeout-within' | 'crash-after';

/** How the target workflow's SyncTargets ended. */
export interface RecoveryEnding {
  readonly status: string;
  readonly error?: string | undefined;
  readonly seconds: number;
}

/** As SyncTargets' handler takes it. */
const Input = z.object({ trigger: Trigger, since: Moment, memory: z.nullable(Memory) });

/** A pass that is cut off answers nothing more. */
class CutOff extends Error {}

/** SyncTargets' timeout in the stack. */
const timeoutSeconds = 60;

/**
 * The real access workflow and the real rules and adapter of SyncTargets, one pass at a time,
 * against the simulator's load balancer, in virtual time. Every change of a target's state is
 * checked.
 */
export class AccessPlay {
  readonly scene: Scene;
  readonly database: OrdersDatabase;
  readonly reports: FollowAnswer[][] = [];
  /** What must never be, and was. */
  readonly broken: string[] = [];
  /** How each execution ended, in that order. */
  readonly endings: { readonly status: string; readonly error?: string | undefined }[] = [];
  /** The names of what passes threw, in their order. */
  readonly errors: string[] = [];
  /** What befalls the passes to come. */
  readonly faults: (PassFault | undefined)[] = [];
  ranges: readonly string[];
  #kind: Followed['kind'] = 'cluster-writer';
  /** The seconds that a slow call takes at most where passes may run at once; else one runs alone. */
  #slowest: number | undefined;
  #groupArn = '';
  #machineArn = '';
  readonly #random: Random;
  readonly #workflow: StepFunctions;
  #running = false;
  #executions = 0;
  #cancelSchedule = (): void => undefined;

  private constructor(seed: number, instances: number, options: Partial<ElbParts>) {
    this.scene = new Scene(options);
    this.database = new OrdersDatabase(this.scene, instances);
    this.ranges = [this.scene.vpc.range];
    this.#random = new Random(seed);
    this.#workflow = new StepFunctions({
      clock: this.scene.clock,
      random: this.#random.fork(),
      runTask: ({ resource, arguments: given }) =>
        resource.endsWith(':lambda:invoke') ? this.#invokeOptimized(given) : this.#invoke(given),
    });
    this.scene.elb.onTransition((transition) => this.#check(transition));
  }

  /** A group that holds the healthy writer, a schedule, and no event yet. */
  static async begin(
    options: {
      seed?: number;
      instances?: number;
      kind?: Followed['kind'];
      elb?: Partial<ElbParts>;
      slowest?: number;
    } = {},
  ): Promise<AccessPlay> {
    const play = new AccessPlay(options.seed ?? 1, options.instances ?? 2, options.elb ?? {});
    play.#kind = options.kind ?? 'cluster-writer';
    play.#slowest = options.slowest;
    play.#groupArn = (await play.scene.access()).group;
    play.#machineArn = play.#workflow.createStateMachine(ownLocation, {
      name: 'access',
      definition: documentOf('access', 'present'),
      roleArn: 'arn:aws:iam::111111111111:role/access',
    }).arn;
    return play;
  }

  /** The group holds the writer, and it takes connections. */
  static async settled(options: Parameters<typeof AccessPlay.begin>[0] = {}): Promise<AccessPlay> {
    const play = await AccessPlay.begin(options);
    play.schedule();
    await play.pass(180);
    return play;
  }

  get groupArn(): string {
    return this.#groupArn;
  }

  /** Starts a run a minute. */
  schedule(): void {
    const { clock } = this.scene;
    const again = (): void => {
      this.start({ by: 'schedule' });
      this.#cancelSchedule = clock.at(clock.now() + 60_000, again);
    };
    this.#cancelSchedule = clock.at(clock.now(), again);
  }

  stopSchedule(): void {
    this.#cancelSchedule();
  }

  /** Starts a run, as EventBridge and Scheduler do. */
  start(input: object): void {
    void this.#note(this.#begin(this.#machineArn, `run-${++this.#executions}`, input));
  }

  /** Starts the target workflow's own SyncTargets. @returns how it ends, and after how many seconds */
  async recovery(run: string): Promise<RecoveryEnding> {
    const began = this.scene.clock.now();
    const { arn } = this.#workflow.createStateMachine(ownLocation, {
      name: run,
      definition: syncTargetsOfTarget(run),
      roleArn: 'arn:aws:iam::111111111111:role/target',
    });
    const result = await this.#workflow.whenDone(this.#begin(arn, run, {}));
    const error = 'error' in result ? { error: result.error } : {};
    return { status: result.status, ...error, seconds: (result.stoppedAt - began) / 1000 };
  }

  /** Asks for one pass, as FillTargets does at a deployment. @returns what CloudFormation is told */
  async deployment(): Promise<{ readonly status: string; readonly reason?: string }> {
    const request = {
      type: 'Update',
      url: 'https://answer.example.com/signed',
      stackId: 'access',
      requestId: '1',
      logicalId: 'FirstTargets',
    } as const;
    const functions = { invoke: (_name: string, event: object) => this.#invokeBySdk(event) };
    const deployments = { answer: async () => undefined };
    return fillTargets(request, { functions, deployments, clock: this.scene.clock }, 'SyncTargets');
  }

  /** Delivers an event of RDS as often and as late as told, in seconds; it carries its own time. */
  event(
    id: string,
    delivery: { copies?: number; late?: number; about?: string; message?: string } = {},
  ): void {
    const { copies = 1, late = 0, about = 'orders', message: Message } = delivery;
    const { clock } = this.scene;
    const event = {
      source: 'aws.rds',
      'detail-type': 'RDS DB Cluster Event',
      time: new Date(clock.now()).toISOString(),
      detail: { EventID: id, SourceIdentifier: about, Message },
    };
    for (let copy = 0; copy < copies; copy++) {
      clock.at(clock.now() + (late + 1) * 1000, () => this.start(event));
    }
  }

  /** Lets virtual seconds pass. */
  pass(seconds: number): Promise<void> {
    return this.scene.pass(seconds);
  }

  /** What is registered now, draining targets left out: `<instance or address> <state>`. */
  registered(): string[] {
    return this.#targets()
      .filter(({ state }) => state !== 'draining')
      .map(({ spot, state }) => `${this.#nameOf(spot)} ${state}`);
  }

  /** The sentences of the last report. */
  lastWhy(): string {
    return this.reports.at(-1)?.[0]?.why ?? '';
  }

  /** @returns the execution's ARN */
  #begin(stateMachineArn: string, name: string, input: object): string {
    const call = {
      requestId: '1',
      service: 'states',
      operation: 'StartExecution',
      location: ownLocation,
      principal: { kind: 'operator', accountId: ownLocation.accountId, sessionArn: 'me' },
      authorize: () => undefined,
    } as const;
    const asked = { stateMachineArn, name, input: JSON.stringify(input) };
    const made = this.#workflow.operations['StartExecution']?.(asked, call);
    return (made as { executionArn: string }).executionArn;
  }

  async #note(executionArn: string): Promise<void> {
    const result = await this.#workflow.whenDone(executionArn);
    const error = 'error' in result ? { error: result.error } : {};
    this.endings.push({ status: result.status, ...error });
  }

  /** As the integration answers, with the call counter of the handler. */
  async #invokeOptimized(given: unknown): Promise<object> {
    const { Payload } = given as { Payload: unknown };
    return { Payload: { ...(await this.#invoke(Payload)), awsCalls: 1 } };
  }

  /** As FillTargets' client: `StandardRetryStrategy`, with the attempts that `lambda.ts` gives it. */
  async #invokeBySdk(event: object): Promise<object> {
    const attempts = 10;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#invoke(event);
      } catch (error) {
        const isThrottled =
          error instanceof TaskError && error.error === 'Lambda.TooManyRequestsException';
        if (!isThrottled || attempt === attempts) throw error;
        const longest = Math.min(1000 * 2 ** (attempt - 1), 20_000);
        await this.scene.clock.sleep(this.#random.between(0, longest));
      }
    }
  }

  async #invoke(given: unknown): Promise<object> {
    const isAlone = this.#slowest === undefined;
    if (isAlone && this.#running) {
      throw new TaskError('Lambda.TooManyRequestsException', 'Rate Exceeded.');
    }
    this.#running = true;
    const fault = this.faults.shift();
    try {
      return await this.#pass(z.parse(Input, given), fault);
    } finally {
      this.#running = false;
    }
  }

  async #pass(input: z.infer<typeof Input>, fault: PassFault | undefined): Promise<object> {
    const { clock } = this.scene;
    const timedOut = async (): Promise<never> => {
      await clock.sleep(timeoutSeconds * 1000);
      throw new TaskError('Sandbox.Timedout', `Task timed out after ${timeoutSeconds} seconds`);
    };
    if (fault === 'timeout-before') return timedOut();
    const sync = (): Promise<object> => this.#sync(input, fault === 'timeout-within');
    const outcome = await (this.#slowest === undefined ? clock.hold(sync) : sync());
    if (outcome instanceof CutOff || fault === 'timeout-after') return timedOut();
    await clock.sleep(this.#random.between(200, 600));
    if (fault === 'crash-after') throw new TaskError('Lambda.Unknown', 'exited');
    if (outcome instanceof Error) throw new TaskError(outcome.name, outcome.message);
    return outcome;
  }

  /** What the handler does with its input. */
  async #sync(input: z.infer<typeof Input>, isCutOff: boolean): Promise<object> {
    const followed = {
      kind: this.#kind,
      name: this.#kind === 'name' ? 'custom.example' : 'orders',
      port: 5432,
      groupArn: this.#groupArn,
    };
    const request = { ...input, followed: [followed], ranges: this.ranges, dryRun: false };
    const { clock } = this.scene;
    const endpoints: Endpoints = {
      cluster: (name) => this.#later(() => this.database.endpoints.cluster(name)),
      instance: (name) => this.#later(() => this.database.endpoints.instance(name)),
      proxy: (name) => this.#later(() => this.database.endpoints.proxy(name)),
    };
    const names = {
      addresses: (host: string) => this.#later(() => this.database.names.addresses(host)),
    };
    try {
      const client = this.#client(isCutOff);
      const ports = { groups: targetGroups(client), listeners: listeners(client) };
      const pass = await followAll(request, { endpoints, names, clock, ...ports });
      this.reports.push([...pass.answers]);
      return concludePass(request, pass, clock);
    } catch (error) {
      this.errors.push((error as Error).name);
      return error as Error;
    }
  }

  /** The SDK's client, on the service's operations. */
  #client(isCutOff: boolean): ElasticLoadBalancingV2Client {
    let changes = 0;
    const send = async (command: {
      readonly constructor: { readonly name: string };
      input: object;
    }) => {
      const operation = command.constructor.name.replace(/Command$/, '');
      if (isCutOff && changes > 0) throw new CutOff();
      if (!operation.startsWith('Describe')) changes++;
      // A call that lets go is given up in time: one that takes longer never gets there.
      const slowest = operation === 'DeregisterTargets' ? releaseWithin : this.#slowest;
      const answer = await this.#later(
        () => sorted(operation, () => this.scene.ask(operation, command.input)),
        slowest,
      );
      if (isCutOff && changes > 0) throw new CutOff();
      return answer;
    };
    return { send } as unknown as ElasticLoadBalancingV2Client;
  }

  /** A call that takes its time where passes may run at once: mostly little, one in five a lot. */
  async #later<T>(call: () => Promise<T>, slowest = this.#slowest): Promise<T> {
    if (this.#slowest === undefined || slowest === undefined) return call();
    const longest = this.#random.between(0, 5) < 1 ? slowest * 1000 : 200;
    const taken = this.#random.between(20, longest);
    const onTheWay = this.#random.between(0, taken);
    await this.scene.clock.sleep(onTheWay);
    const answer = await call();
    await this.scene.clock.sleep(taken - onTheWay);
    return answer;
  }

  /** No target goes unless another one, registered and healthy, stays. */
  #check({ address, port, from, to, time }: Transition): void {
    if (to !== 'draining') return;
    const others = this.#targets().filter(({ spot }) => spot !== `${address}:${port}`);
    if (others.some(({ state }) => state === 'healthy')) return;
    const held = others.map(({ spot, state }) => `${spot} ${state}`).join(', ');
    this.broken.push(`${time}: ${address} ${from} → ${to}, and what stays is ${held || 'nothing'}`);
  }

  #targets(): readonly { readonly spot: string; readonly state: string }[] {
    return this.scene.elb.targets(this.#groupArn);
  }

  #nameOf(spot: string): string {
    const [address] = spot.split(':');
    const member = this.database.members.find((one) => one.address === address);
    return spot.endsWith(':5432') ? (member?.identifier ?? spot) : spot;
  }
}

/** As the client of the functions throws what AWS answers. */
async function sorted<Answer>(operation: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw meaningOf(error as Error, loadBalancingAnswers[operation] ?? {});
  }
}
