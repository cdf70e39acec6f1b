import type {
  CreateListenerOutput,
  CreateLoadBalancerOutput,
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DescribeTargetHealthOutput,
  TargetDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { VirtualClock } from '../../aws/clock.ts';
import type { ServerAddress } from '../../aws/contracts.ts';
import { VirtualNames } from '../../aws/network/names.ts';
import { VirtualNetwork } from '../../aws/network/virtual-network.ts';
import { Random } from '../../aws/random.ts';
import { ElasticLoadBalancing } from '../../aws/services/elasticloadbalancing/elastic-load-balancing.ts';
import type { ElbParts } from '../../aws/services/elasticloadbalancing/elastic-load-balancing.ts';
import type {
  ForwardedPort,
  PortForwarder,
} from '../../aws/services/elasticloadbalancing/port-forwarder.ts';
import { callerOf } from '../services/caller.ts';

export const ownLocation = { accountId: '111111111111', region: 'eu-west-1' };
export const second = 1000;

/** Ports in memory: a server answers while it is up, and a connection is remembered by its target. */
export class MemoryPortForwarder implements PortForwarder {
  /** Ports of servers that don't answer. */
  readonly down = new Set<number>();
  readonly #leads: (() => { readonly target: string } | undefined)[] = [];
  #carried: string[] = [];

  /** The targets of established connections. */
  get connections(): string[] {
    return this.#carried.map(spotIn);
  }

  async open(
    lead: () => { at: ServerAddress; target: string } | undefined,
  ): Promise<ForwardedPort> {
    const port = 50_000 + this.#leads.push(lead);
    return {
      at: { address: '127.0.0.1', port },
      cut: (target) => {
        const before = this.#carried.length;
        this.#carried = this.#carried.filter((one) => one !== target);
        return before - this.#carried.length;
      },
      close: async () => undefined,
    };
  }

  async answers({ port }: ServerAddress): Promise<boolean> {
    return !this.down.has(port);
  }

  /**
   * Connects through a forwarded port. @returns the target that was reached; undefined for a reset
   */
  connect(at: ServerAddress): string | undefined {
    const target = this.#leads[at.port - 50_001]?.()?.target;
    if (target === undefined) return undefined;
    this.#carried.push(target);
    return spotIn(target);
  }

  async close(): Promise<void> {
    this.#carried = [];
  }
}

/** A connection is kept by its group's name and its target. */
function spotIn(target: string): string {
  return target.split(' ').at(-1) ?? target;
}

/** The service in memory, with registrations that take ten seconds and names that follow in five. */
export class Scene {
  readonly clock = new VirtualClock(Date.UTC(2026, 0, 5));
  readonly names = new VirtualNames(this.clock);
  readonly network = new VirtualNetwork();
  readonly portForwarder = new MemoryPortForwarder();
  readonly elb: ElasticLoadBalancing;
  readonly vpc = this.network.vpcs.default(ownLocation);
  #servers = 40_000;

  constructor(options: Partial<ElbParts> = {}) {
    this.elb = new ElasticLoadBalancing({
      clock: this.clock,
      random: new Random(3),
      names: this.names,
      network: this.network,
      portForwarder: this.portForwarder,
      durations: {
        registration: [10, 10],
        deregistration: [60, 60],
        unhealthy: [30, 30],
        dns: [5, 5],
        listener: [2, 2],
      },
      ...options,
    });
  }

  /** Calls an operation while somebody else lets time pass. */
  ask<Output = object>(operation: string, input: object = {}): Promise<Output> {
    const { accountId, region } = ownLocation;
    const sessionArn = `arn:aws:iam::${accountId}:root`;
    const call = callerOf(this.elb, new Authorizer());
    const principal = { kind: 'operator', accountId, sessionArn } as const;
    return call<Output>(principal, region, operation, input as Record<string, unknown>);
  }

  call<Output = object>(operation: string, input: object = {}): Promise<Output> {
    return this.clock.run(this.ask<Output>(operation, input));
  }

  pass(seconds: number): Promise<void> {
    return this.clock.run(this.clock.sleep(seconds * second));
  }

  /** Puts a server into a subnet. @returns its private address, and its port on this machine */
  server(zone = 0, port = 5432): { readonly address: string; readonly port: number } {
    const subnet = this.vpc.subnets[zone];
    if (!subnet) throw new Error(`there is no zone ${zone}`);
    const address = this.network.vpcs.takeAddress(subnet);
    const at = { address: '127.0.0.1', port: ++this.#servers };
    this.network.attach(address, { listenerAt: (asked) => (asked === port ? at : undefined) });
    return { address, port: at.port };
  }

  async balancer(zones = 2): Promise<string> {
    const { LoadBalancers: made } = await this.call<CreateLoadBalancerOutput>(
      'CreateLoadBalancer',
      {
        Name: 'access',
        Type: 'network',
        Scheme: 'internal',
        Subnets: this.vpc.subnets.slice(0, zones).map(({ id }) => id),
      },
    );
    return made?.[0]?.LoadBalancerArn ?? '';
  }

  async group(settings: Partial<CreateTargetGroupInput> = {}): Promise<string> {
    const { TargetGroups: made } = await this.call<CreateTargetGroupOutput>('CreateTargetGroup', {
      Name: 'writer',
      TargetType: 'ip',
      Protocol: 'TCP',
      Port: 5432,
      VpcId: this.vpc.id,
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
      ...settings,
    });
    return made?.[0]?.TargetGroupArn ?? '';
  }

  async listener(balancer: string, group: string, port = 5432): Promise<string> {
    const { Listeners: made } = await this.call<CreateListenerOutput>('CreateListener', {
      LoadBalancerArn: balancer,
      Protocol: 'TCP',
      Port: port,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: group }],
    });
    return made?.[0]?.ListenerArn ?? '';
  }

  /** Lets a listener send to groups by their weights. */
  forward(listener: string, groups: Readonly<Record<string, number>>): Promise<object> {
    const TargetGroups = Object.entries(groups).map(([TargetGroupArn, Weight]) => ({
      TargetGroupArn,
      Weight,
    }));
    return this.call('ModifyListener', {
      ListenerArn: listener,
      DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
    });
  }

  /** A load balancer with a listener and a group, cross-zone on, as the access stack makes them. */
  async access(): Promise<{ balancer: string; group: string; listener: string }> {
    const [balancer, group] = [await this.balancer(), await this.group()];
    const listener = await this.listener(balancer, group);
    await this.call('ModifyLoadBalancerAttributes', {
      LoadBalancerArn: balancer,
      Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
    });
    await this.call('ModifyTargetGroupAttributes', {
      TargetGroupArn: group,
      Attributes: [
        { Key: 'deregistration_delay.timeout_seconds', Value: '5' },
        { Key: 'deregistration_delay.connection_termination.enabled', Value: 'true' },
      ],
    });
    return { balancer, group, listener };
  }

  register(group: string, ...targets: TargetDescription[]): Promise<object> {
    return this.call('RegisterTargets', { TargetGroupArn: group, Targets: targets });
  }

  deregister(group: string, ...targets: TargetDescription[]): Promise<object> {
    return this.call('DeregisterTargets', { TargetGroupArn: group, Targets: targets });
  }

  /** What DescribeTargetHealth lists: `<address>:<port> <state> <reason>`. */
  async health(group: string): Promise<string[]> {
    const { TargetHealthDescriptions: listed } = await this.call<DescribeTargetHealthOutput>(
      'DescribeTargetHealth',
      { TargetGroupArn: group },
    );
    return (listed ?? []).map(({ Target: target, TargetHealth: health }) =>
      [`${target?.Id}:${target?.Port}`, health?.State, health?.Reason].filter(Boolean).join(' '),
    );
  }

  /** Connects to the load balancer's name. @returns the target; undefined for a reset */
  connect(host: string, port = 5432): string | undefined {
    const at = this.network.find(this.names.resolve(host), port);
    if (!at) throw new Error(`${host} doesn't answer`);
    return this.portForwarder.connect(at);
  }

  async host(balancer: string): Promise<string> {
    const { LoadBalancers: found } = await this.call<CreateLoadBalancerOutput>(
      'DescribeLoadBalancers',
      { LoadBalancerArns: [balancer] },
    );
    return found?.[0]?.DNSName ?? '';
  }
}
