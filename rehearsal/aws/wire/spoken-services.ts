import type { Service } from '../contracts.ts';
import { SimulatorDefect } from './errors.ts';
import type { Protocol } from './protocol.ts';
import { protocolOf } from './protocols.ts';
import { sdkClients } from './sdk-clients.ts';
import { readModel } from './sdk-schema.ts';
import type { ServiceModel } from './shape.ts';

/** A service of the simulator with the model and protocol that it is reached by. */
export interface SpokenService {
  readonly service: Service;
  readonly model: ServiceModel;
  readonly protocol: Protocol;
}

/** The services by SigV4 name; a model is read when its service is first asked for. */
export interface SpokenServices {
  readonly names: readonly string[];
  find(name: string): Promise<SpokenService | undefined>;
}

/** @throws SimulatorDefect when a service has no known client, or two have the same name */
export function createSpokenServices(services: readonly Service[]): SpokenServices {
  const byName = new Map(services.map((service) => [service.name, service]));
  if (byName.size < services.length) throw new SimulatorDefect('two services have the same name');
  const unspoken = [...byName.keys()].find((name) => sdkClients[name] === undefined);
  if (unspoken !== undefined) {
    throw new SimulatorDefect(
      `no SDK client is known for ${unspoken}: add it to sdk-clients.ts, or keep it off the wire`,
    );
  }
  const spoken = new Map<string, Promise<SpokenService>>();
  return {
    names: [...byName.keys()].toSorted(),
    async find(name) {
      const service = byName.get(name);
      if (service === undefined) return undefined;
      const known = spoken.get(name) ?? speak(service);
      spoken.set(name, known);
      return known;
    },
  };
}

/** AWS's models by SigV4 name: the same for every endpoint of this process. */
const models = new Map<string, Promise<ServiceModel>>();

async function modelOf(name: string): Promise<ServiceModel> {
  const client = await sdkClients[name]?.();
  if (client === undefined) throw new SimulatorDefect(`no SDK client is known for ${name}`);
  return readModel(name, client);
}

async function speak(service: Service): Promise<SpokenService> {
  const reading = models.get(service.name) ?? modelOf(service.name);
  models.set(service.name, reading);
  const model = await reading;
  const unmodelled = Object.keys(service.operations).find((name) => !model.operations.has(name));
  if (unmodelled !== undefined) {
    throw new SimulatorDefect(`AWS's model of ${service.name} has no operation ${unmodelled}`);
  }
  return { service, model, protocol: protocolOf(model) };
}
