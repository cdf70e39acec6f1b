import type { SimulatorPorts } from '../../aws/deployment/providers/ports.ts';
import type { DeployedFunction } from '../../aws/lambda/function-settings.ts';
import { simulatorPorts } from '../../aws/simulator/ports.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { Definition } from '../../aws/states/definition.ts';
import { loadDefinition } from '../../aws/states/load-definition.ts';
import { accessParameters, answerLater } from './access/stack.ts';
import { deployScenario } from './deploy-scenario.ts';
import type { Deployed } from './deploy-scenario.ts';
import type { Scenario } from './scenario.ts';

/** A deployment didn't come out the second time as it did the first. */
export class DeploymentDiffers extends Error {
  override readonly name = 'DeploymentDiffers';
}

/** Changes a state machine's definition before it is deployed: how a deliberate mistake comes in. */
export type Tamper = (text: string) => string;

interface PortCall {
  readonly port: keyof SimulatorPorts;
  readonly method: string;
  readonly values: readonly unknown[];
  readonly result: string;
}

/**
 * The real templates, deployed once; from then on each run's simulator gets what they made, call by
 * call, without reading the templates again.
 */
export class Deployment {
  readonly deployed: Deployed;
  readonly #calls: readonly PortCall[];

  private constructor(deployed: Deployed, calls: readonly PortCall[]) {
    this.deployed = deployed;
    this.#calls = calls;
  }

  /** Deploys every stack of a scenario on a simulator that is thrown away after it. */
  static async record(
    scenario: Scenario,
    parts: {
      readonly simulator: Simulator;
      readonly projectDirectory: string;
      readonly sourceKeyArn: string | undefined;
      readonly secretArn: string;
      readonly tamper?: Tamper | undefined;
    },
  ): Promise<Deployment> {
    const calls: PortCall[] = [];
    const ports = recorded(campaignPorts(parts.simulator, parts.tamper), calls);
    const deployed = await deployScenario(scenario, { ...parts, ports });
    return new Deployment(deployed, calls);
  }

  /** Every function of every stack. */
  get functions(): readonly DeployedFunction[] {
    return this.#calls
      .filter(({ port, method }) => port === 'functions' && method === 'createFunction')
      .map(({ values }) => {
        const [location, settings] = values as Parameters<
          SimulatorPorts['functions']['createFunction']
        >;
        return { ...settings, location };
      });
  }

  /** @throws DeploymentDiffers when a resource gets another ARN than it had */
  async replay(simulator: Simulator): Promise<void> {
    // The access stack was told the range of the first VPC that there was.
    if (this.deployed.access) accessParameters({}, simulator);
    const ports = campaignPorts(simulator, undefined);
    for (const { port, method, values, result } of this.#calls) {
      const act = (ports[port] as unknown as Record<string, (...args: unknown[]) => unknown>)[
        method
      ];
      const outcome = show(await act?.(...values));
      if (outcome !== result) {
        throw new DeploymentDiffers(`${port}.${method} made ${outcome} where it was ${result}`);
      }
    }
  }
}

/** Resources' policies are watched; definitions are parsed once, and handed on as they are. */
function campaignPorts(simulator: Simulator, tamper: Tamper | undefined): SimulatorPorts {
  const ports = simulatorPorts(simulator);
  const { authorizer } = simulator;
  return {
    ...ports,
    keys: {
      ...ports.keys,
      createKey: (location, settings) => {
        const made = ports.keys.createKey(location, settings);
        authorizer.watchResourcePolicy(made.arn, settings.policy.Statement);
        return made;
      },
    },
    topics: {
      ...ports.topics,
      setPolicy: (topicArn, policy) => {
        ports.topics.setPolicy(topicArn, policy);
        authorizer.watchResourcePolicy(topicArn, policy.Statement);
      },
    },
    queues: {
      ...ports.queues,
      setPolicy: (queueUrl, policy) => {
        ports.queues.setPolicy(queueUrl, policy);
        authorizer.watchResourcePolicy(queueUrl, policy.Statement);
      },
    },
    functions: {
      ...ports.functions,
      addPermission: (functionArn, statement) => {
        ports.functions.addPermission(functionArn, statement);
        authorizer.watchResourcePolicy(functionArn, [statement]);
      },
    },
    stateMachines: {
      loadDefinition: (text, substitutions) =>
        loadDefinition(tamper?.(text) ?? text, substitutions),
      createStateMachine: (location, { name, definition, roleArn }) => {
        const parsed = definition as Definition;
        const settings = { name, definition: parsed.source, parsed, roleArn };
        return simulator.stepFunctions.createStateMachine(location, settings);
      },
    },
    customResources: { ask: answerLater },
  };
}

function recorded(ports: SimulatorPorts, calls: PortCall[]): SimulatorPorts {
  const wrap = (port: keyof SimulatorPorts): object =>
    Object.fromEntries(
      Object.entries(ports[port]).map(
        ([method, act]: [string, (...args: unknown[]) => unknown]) => [
          method,
          (...values: unknown[]) => {
            const note = (made: unknown): unknown => {
              if (method !== 'loadDefinition') {
                calls.push({ port, method, values, result: show(made) });
              }
              return made;
            };
            const made = act(...values);
            return made instanceof Promise ? made.then(note) : note(made);
          },
        ],
      ),
    );
  return Object.fromEntries(
    (Object.keys(ports) as (keyof SimulatorPorts)[]).map((port) => [port, wrap(port)]),
  ) as unknown as SimulatorPorts;
}

function show(made: unknown): string {
  return JSON.stringify(made) ?? '';
}
