import type { ServerAddress } from '../../../aws/contracts.ts';
import type {
  ForwardedPort,
  PortForwarder,
} from '../../../aws/services/elasticloadbalancing/port-forwarder.ts';
import type { TracedEngine } from '../traced-engine.ts';

/** Opens no ports: a target takes connections while its volume's server runs. */
export class EnginePortForwarder implements PortForwarder {
  readonly #engine: Pick<TracedEngine, 'answersAt'>;
  #opened = 0;

  constructor(engine: Pick<TracedEngine, 'answersAt'>) {
    this.#engine = engine;
  }

  async open(): Promise<ForwardedPort> {
    const at = { address: '127.0.0.1', port: ++this.#opened };
    return { at, cut: () => 0, close: async () => undefined };
  }

  async answers({ address: volume }: ServerAddress): Promise<boolean> {
    return this.#engine.answersAt(volume);
  }

  async close(): Promise<void> {
    this.#opened = 0;
  }
}
