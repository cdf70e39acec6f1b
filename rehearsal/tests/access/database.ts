import type { ClusterEndpoints, Endpoints } from '../../../functions/access/ports/endpoints.ts';
import type { Names } from '../../../functions/access/ports/names.ts';
import type { Scene } from '../elasticloadbalancing/scene.ts';

const databaseHost = 'orders.cluster.example';

/** How long the API and DNS take to tell a change, in seconds. */
export interface Lags {
  readonly api: number;
  readonly dns: number;
}

interface Member {
  readonly identifier: string;
  readonly address: string;
  /** Of this machine: what `portForwarder.down` knows it by. */
  readonly port: number;
}

/**
 * A cluster "orders" whose servers are ports in memory: what the API and DNS say of it may be late,
 * and each by its own time.
 */
export class OrdersDatabase {
  readonly members: Member[] = [];
  readonly endpoints: Endpoints;
  readonly names: Names;
  /** The port that the API tells. */
  port = 5432;
  /** What a name leads to that isn't an RDS one, by itself. */
  readonly others = new Map<string, readonly string[]>();
  /** Whether the API knows the cluster: in the middle of a swap nobody has the name. */
  isDescribed = true;
  readonly #scene: Scene;
  #writer: string;
  #apiWriter: string;
  #count = 0;

  constructor(scene: Scene, instances = 2) {
    this.#scene = scene;
    for (let index = 0; index < instances; index++) this.add(index % 2);
    this.#writer = this.members[0]?.identifier ?? '';
    this.#apiWriter = this.#writer;
    scene.names.set(databaseHost, [this.addressOf(this.#writer)]);
    this.endpoints = {
      cluster: async () => (this.isDescribed ? this.#describe() : undefined),
      instance: async () => undefined,
      proxy: async () => ({ host: 'proxy.example' }),
    };
    this.names = {
      addresses: async (host) => this.others.get(host) ?? scene.names.resolve(host),
    };
  }

  /** The instance that really takes writes. */
  get writer(): string {
    return this.#writer;
  }

  /** A new instance, in a zone. */
  add(zone = 0): Member {
    const identifier = `orders-${++this.#count}`;
    const member = { identifier, ...this.#scene.server(zone) };
    this.members.push(member);
    this.#scene.names.set(hostOf(identifier), [member.address]);
    return member;
  }

  addressOf(identifier: string): string {
    return this.members.find((member) => member.identifier === identifier)?.address ?? '';
  }

  portOf(identifier: string): number {
    return this.members.find((member) => member.identifier === identifier)?.port ?? 0;
  }

  /** Makes another instance the writer; the API and DNS tell it later. */
  failOver(to: string, lags: Lags): void {
    const { clock, names } = this.#scene;
    this.#writer = to;
    clock.at(clock.now() + lags.api * 1000, () => {
      this.#apiWriter = to;
    });
    names.set(databaseHost, [this.addressOf(to)], lags.dns * 1000);
  }

  /** Takes the name away: its old holder runs on, under another name. */
  giveUpName(): void {
    this.isDescribed = false;
    this.#scene.names.remove(databaseHost);
  }

  /** Gives the name to new instances alone. */
  takeName(identifier: string, dns: number): void {
    this.isDescribed = true;
    const kept = this.members.filter((member) => member.identifier === identifier);
    this.members.splice(0, this.members.length, ...kept);
    this.#writer = identifier;
    this.#apiWriter = identifier;
    this.#scene.names.set(databaseHost, [this.addressOf(identifier)], dns * 1000);
  }

  #describe(): ClusterEndpoints {
    return {
      host: databaseHost,
      port: this.port,
      members: this.members.map(({ identifier }) => ({
        identifier,
        host: hostOf(identifier),
        port: this.port,
        isWriter: identifier === this.#apiWriter,
        isPassing: false,
      })),
    };
  }
}

function hostOf(identifier: string): string {
  return `${identifier}.example`;
}
