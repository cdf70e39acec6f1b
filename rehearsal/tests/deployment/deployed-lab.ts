import path from 'node:path';
import type { Location } from '../../aws/contracts.ts';
import { deploy } from '../../aws/deployment/deploy.ts';
import type { DeployedStack, FinishedStack } from '../../aws/deployment/deploy.ts';
import { standardProviders } from '../../aws/deployment/providers/standard-providers.ts';
import { Random } from '../../aws/random.ts';
import { deploymentCaller } from '../../aws/simulator/deployment-caller.ts';
import { simulatorPorts } from '../../aws/simulator/ports.ts';
import { Simulator } from '../../aws/simulator/simulator.ts';
import { MemoryEngine } from '../rds/simulator.ts';
import { pretendedBundles } from './recording-simulator.ts';

export const labPlace: Location = { accountId: '222222222222', region: 'eu-central-1' };
const certificate = `arn:aws:acm:${labPlace.region}:${labPlace.accountId}:certificate`;

/** What a shape of the lab is told beyond its defaults. */
export const vpnParameters = {
  ClientVpn: 'yes',
  ServerCertificateArn: `${certificate}/server`,
  ClientCertificateArn: `${certificate}/client`,
};

/** The stack lab on a simulator whose databases keep nothing, and whose functions don't run. */
export class DeployedLab {
  readonly simulator: Simulator;
  readonly stack: DeployedStack;
  /** Nested ones before the one that they are nested in. */
  readonly finished: readonly FinishedStack[];
  /** What custom resources were asked. */
  readonly prepared: readonly Readonly<Record<string, unknown>>[];

  private constructor(parts: Pick<DeployedLab, 'simulator' | 'stack' | 'finished' | 'prepared'>) {
    this.simulator = parts.simulator;
    this.stack = parts.stack;
    this.finished = parts.finished;
    this.prepared = parts.prepared;
  }

  /** @throws whatever the deployment is refused with */
  static async deploy(
    parameters: Readonly<Record<string, string>>,
    simulator?: Simulator,
  ): Promise<DeployedLab> {
    const on = simulator ?? (await emptySimulator());
    const finished: FinishedStack[] = [];
    const prepared: Readonly<Record<string, unknown>>[] = [];
    const stack = await deploy({
      templateFile: path.resolve('stacks/lab.yaml'),
      location: labPlace,
      stackName: 'understudy-lab',
      parameters,
      providers: standardProviders(
        {
          ...simulatorPorts(on),
          customResources: {
            ask: async (_functionArn, request) => {
              prepared.push(request);
              return { Status: 'SUCCESS', PhysicalResourceId: 'PreparedDatabase-schema' };
            },
          },
        },
        pretendedBundles,
      ),
      random: new Random(on.clock.now()),
      onStack: (one) => finished.push(one),
    });
    return new DeployedLab({ simulator: on, stack, finished, prepared });
  }

  /** Calls an operation as somebody who may do anything here. */
  ask<Output extends object>(
    service: 'ec2' | 'rds',
    operation: string,
    input: Readonly<Record<string, unknown>> = {},
  ): Promise<Output> {
    const { simulator } = this;
    return deploymentCaller(simulator, simulator[service])<Output>(labPlace, operation, input);
  }

  close(): Promise<void> {
    return this.simulator.close();
  }

  output(name: string): string {
    const value = this.stack.outputs[name];
    if (value === undefined) throw new Error(`the lab has no output ${name}`);
    return value;
  }

  /** The types of all resources, nested ones included. */
  get types(): readonly string[] {
    return Object.values(this.stack.resources).map(({ type }) => type);
  }

  /** The id of a resource, by its logical path. */
  id(logicalPath: string): string {
    const found = this.stack.resources[logicalPath];
    if (found === undefined) throw new Error(`the lab has no ${logicalPath}`);
    return found.physicalId;
  }
}

/** A simulator in this process alone. */
export async function emptySimulator(): Promise<Simulator> {
  // Proxies read the file, and nobody signs in by it.
  const engine = Object.assign(new MemoryEngine(), { caFile: path.resolve('package.json') });
  const start = Date.parse('2026-03-02T02:05:00Z');
  return Simulator.open({ seed: 1, start, engine, listens: false });
}
