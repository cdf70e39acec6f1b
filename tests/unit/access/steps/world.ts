import type {
  CutOverAnswer,
  CutOverRequest,
} from '../../../../functions/shared/rules/cut-over-request.ts';
import { cutOver } from '../../../../functions/access/steps/cut-over.ts';
import { concludePass, followAll } from '../../../../functions/access/steps/sync-targets.ts';
import type { SyncAnswer } from '../../../../functions/access/steps/sync-targets.ts';
import type { FollowAnswer } from '../../../../functions/access/steps/follow-endpoint.ts';
import type { Followed } from '../../../../functions/access/rules/followed.ts';
import type { Memory } from '../../../../functions/access/rules/pass-state.ts';
import type { Trigger } from '../../../../functions/access/rules/trigger.ts';
import { startedAt } from '../../factories/locations.ts';
import { FakeEndpoints, FakeNames } from '../../fakes/endpoints.ts';
import { FakeListeners } from '../../fakes/listeners.ts';
import { FakeTargetGroups } from '../../fakes/target-groups.ts';

export const orders: Followed = {
  kind: 'cluster-writer',
  name: 'orders',
  port: 5432,
  groupArn:
    'arn:aws:elasticloadbalancing:eu-central-1:222222222222:targetgroup/orders-writer/0123456789abcdef',
};
/** The same with what its clients are moved by. */
export const movable = {
  ...orders,
  detour: {
    spareArn: orders.groupArn.replace('orders-writer', 'orders-spare'),
    closedArn: orders.groupArn.replace('orders-writer', 'orders-closed'),
    listenerArn:
      'arn:aws:elasticloadbalancing:eu-central-1:222222222222:listener/net/orders/0123456789abcdef/fedcba9876543210',
  },
} as const satisfies Followed;
export const readers: Followed = {
  ...orders,
  kind: 'cluster-reader',
  groupArn: orders.groupArn.replace('orders-writer', 'orders-reader'),
};

const clusterHost = 'orders.cluster-abc.eu-central-1.rds.amazonaws.com';
const hostOf = (instance: string): string => `${instance}.abc.eu-central-1.rds.amazonaws.com`;

/** `orders-1` is at 10.0.1.1, and so on. */
export const addressOf = (instance: string): string => `10.0.1.${instance.replace(/^.*-/, '')}`;

/** An event that RDS sends `ago` seconds before the world's present. */
export function rdsEvent(
  world: AccessWorld,
  id: string,
  about: { readonly source?: string; readonly type?: string; readonly ago?: number } = {},
): Trigger {
  return {
    source: 'aws.rds',
    'detail-type': about.type ?? 'RDS DB Cluster Event',
    time: new Date(world.now() - (about.ago ?? 0) * 1000).toISOString(),
    detail: { EventID: id, SourceIdentifier: about.source ?? 'orders' },
  };
}

/** A cluster with its endpoints, DNS, a target group, and time that passes when a run waits. */
export class AccessWorld {
  readonly clock = { now: (): number => this.now() };
  readonly endpoints = new FakeEndpoints();
  readonly names = new FakeNames();
  readonly groups = new FakeTargetGroups(this.clock);
  readonly listeners = new FakeListeners();
  readonly reports: FollowAnswer[][] = [];
  followed: readonly Followed[] = [orders];
  dryRun = false;
  #elapsed = 0;
  #plans: { at: number; happen: () => void }[] = [];

  constructor() {
    this.cluster('orders-1', 'orders-1', ['orders-1', 'orders-2']);
  }

  now(): number {
    return Date.parse(startedAt) + this.#elapsed * 1000;
  }

  /** What the API calls the writer, and where DNS leads, apart. */
  cluster(writer: string | undefined, dns: string | undefined, members: readonly string[]): void {
    for (const member of members) this.names.hosts.set(hostOf(member), [addressOf(member)]);
    this.endpoints.clusters.set('orders', {
      host: clusterHost,
      port: 5432,
      members: members.map((identifier) => ({
        identifier,
        host: hostOf(identifier),
        port: 5432,
        isWriter: identifier === writer,
        isPassing: false,
      })),
    });
    if (dns === undefined) this.names.hosts.delete(clusterHost);
    else this.names.hosts.set(clusterHost, [addressOf(dns)]);
  }

  /** Something happens in so many seconds. */
  after(seconds: number, happen: () => void): void {
    this.#plans.push({ at: this.#elapsed + seconds, happen });
  }

  pass(seconds: number): void {
    this.#elapsed += seconds;
    const due = this.#plans.filter(({ at }) => at <= this.#elapsed);
    this.#plans = this.#plans.filter(({ at }) => at > this.#elapsed);
    for (const { happen } of due) happen();
  }

  /** One pass of a run that began at `since`. */
  async look(trigger: Trigger, since: string, memory: Memory | null): Promise<SyncAnswer> {
    const request = {
      trigger,
      since,
      memory,
      followed: this.followed,
      ranges: ['10.0.0.0/16'],
      dryRun: this.dryRun,
    };
    const { endpoints, names, groups, listeners, clock } = this;
    const pass = await followAll(request, { endpoints, names, groups, listeners, clock });
    this.reports.push([...pass.answers]);
    return concludePass(request, pass, clock);
  }

  /**
   * A whole run, as the workflow plays it: pass, wait, pass.
   * @param everyPass called after each
   */
  async run(trigger: Trigger, everyPass: () => void = () => undefined): Promise<SyncAnswer> {
    const since = new Date(this.now()).toISOString();
    let memory: Memory | null = null;
    for (;;) {
      const answer: SyncAnswer = await this.look(trigger, since, memory);
      everyPass();
      if (answer.state === 'ready') return answer;
      memory = answer.memory;
      this.pass(answer.waitSeconds);
    }
  }

  /** An ask of the target workflow. */
  async ask(request: CutOverRequest): Promise<CutOverAnswer> {
    const { followed, dryRun, names, groups, listeners, clock } = this;
    const setting = { followed, dryRun, ranges: ['10.0.0.0/16'] };
    return cutOver(request, setting, { names, groups, listeners, clock });
  }

  registered(followed: Followed = orders): readonly string[] {
    return this.groups.registered(followed.groupArn);
  }
}
