import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundles } from '../../aws/deployment/build-request.ts';
import { deploy } from '../../aws/deployment/deploy.ts';
import type { DeployedStack } from '../../aws/deployment/deploy.ts';
import type { SimulatorPorts } from '../../aws/deployment/providers/ports.ts';
import { standardProviders } from '../../aws/deployment/providers/standard-providers.ts';
import { Random } from '../../aws/random.ts';
import { apiAnswer } from './api-answers.ts';

export const source = { accountId: '111111111111', region: 'eu-west-1' };

/** What the services were asked for, in order: the port's operation and its arguments. */
export type Asked = [operation: string, ...details: unknown[]][];

function arn(service: string, region: string, name: string): string {
  return `arn:aws:${service}:${region}:${source.accountId}:${name}`;
}

/** A simulator that remembers what is made on it, and gives out predictable names. */
export function recordingPorts(asked: Asked): SimulatorPorts {
  const note =
    (operation: string) =>
    (...details: unknown[]): void => {
      asked.push([operation, ...details]);
    };
  return {
    api: {
      call: (location, _service, operation, input) => {
        asked.push([operation, location, input]);
        return apiAnswer(operation) as never;
      },
      pause: async () => note('pause')(),
    },
    roles: { addRole: note('addRole'), attachPolicy: note('attachPolicy') },
    keys: {
      createKey: (location, settings) => {
        asked.push(['createKey', location, settings]);
        return { id: 'key-1', arn: arn('kms', location.region, 'key/key-1') };
      },
      createAlias: note('createAlias'),
    },
    topics: {
      createTopic: (location, settings) => {
        asked.push(['createTopic', location, settings]);
        return { arn: arn('sns', location.region, settings.name) };
      },
      setPolicy: note('setTopicPolicy'),
      subscribe: (location, settings) => {
        asked.push(['subscribe', location, settings]);
        return { arn: `${settings.topicArn}:subscription-1` };
      },
    },
    queues: {
      createQueue: (location, settings) => {
        asked.push(['createQueue', location, settings]);
        return {
          arn: arn('sqs', location.region, settings.name),
          url: `https://sqs.${location.region}.amazonaws.com/${location.accountId}/${settings.name}`,
        };
      },
      setPolicy: note('setQueuePolicy'),
    },
    functions: {
      createFunction: note('createFunction'),
      addPermission: note('addPermission'),
      configureAsynchronousInvocation: note('configureAsynchronousInvocation'),
    },
    stateMachines: {
      loadDefinition: (text, substitutions) => ({ text, substitutions }),
      createStateMachine: (location, settings) => {
        asked.push(['createStateMachine', location, settings]);
        return { arn: arn('states', location.region, `stateMachine:${settings.name}`) };
      },
    },
    events: {
      createSchedule: (location, settings) => {
        asked.push(['createSchedule', location, settings]);
        return { arn: arn('scheduler', location.region, `schedule/default/${settings.name}`) };
      },
      putRule: (location, settings) => {
        asked.push(['putRule', location, settings]);
        return { arn: arn('events', location.region, `rule/${settings.name}`) };
      },
    },
    logs: {
      createLogGroup: note('createLogGroup'),
      createLogStream: note('createLogStream'),
      putResourcePolicy: note('putResourcePolicy'),
    },
    alarms: { createAlarm: note('createAlarm') },
    network: {
      createSecurityGroup: (location, settings) => {
        asked.push(['createSecurityGroup', location, settings]);
        return { id: 'sg-11111111' };
      },
      createVpcEndpoint: (location, settings) => {
        asked.push(['createVpcEndpoint', location, settings]);
        return { id: 'vpce-11111111', dnsEntries: ['Z1:vpce.example'] };
      },
      addIngress: note('addIngress'),
      addEgress: note('addEgress'),
      createEndpointService: (location, settings) => {
        asked.push(['createEndpointService', location, settings]);
        return { id: 'vpce-svc-11111111' };
      },
      allowPrincipals: note('allowPrincipals'),
    },
    loadBalancing: {
      createLoadBalancer: (location, settings) => {
        asked.push(['createLoadBalancer', location, settings]);
        const name = `loadbalancer/net/${settings.name}/1`;
        return {
          arn: arn('elasticloadbalancing', location.region, name),
          dnsName: `${settings.name}.example`,
          hostedZone: 'Z1',
        };
      },
      createTargetGroup: (location, settings) => {
        asked.push(['createTargetGroup', location, settings]);
        const name = `targetgroup/${settings.name}/1`;
        return { arn: arn('elasticloadbalancing', location.region, name) };
      },
      createListener: (location, settings) => {
        asked.push(['createListener', location, settings]);
        return { arn: arn('elasticloadbalancing', location.region, 'listener/net/it/1/1') };
      },
    },
    privateNames: {
      createZone: (location, settings) => {
        asked.push(['createZone', location, settings]);
        return { id: 'Z11111111' };
      },
      createAlias: note('createAlias'),
    },
    customResources: {
      ask: async (functionArn, request) => {
        asked.push(['ask', functionArn, request]);
        const properties = request['ResourceProperties'] as { readonly Answer?: object };
        return (properties.Answer ?? undefined) as never;
      },
    },
    parameters: { putParameter: note('putParameter') },
  };
}

/** Builds nothing, and says where it would have. */
export const pretendedBundles: Bundles = {
  build: ({ logicalId, handler, options }) =>
    Promise.resolve({
      directory: `/built/${logicalId}`,
      file: `/built/${logicalId}/index.mjs`,
      bytes: 1,
      handler,
      sourceMap: options.sourcemap === true,
    }),
};

/** Deploys templates given as text: `template.yaml`, and whatever else it needs, by file name. */
export async function deployText(
  files: Readonly<Record<string, string>> & { readonly 'template.yaml': string },
  parameters: Readonly<Record<string, string>> = {},
): Promise<{ stack: DeployedStack; asked: Asked }> {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-template-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    const asked: Asked = [];
    const stack = await deploy({
      templateFile: join(directory, 'template.yaml'),
      location: source,
      stackName: 'understudy',
      parameters,
      providers: standardProviders(recordingPorts(asked), pretendedBundles),
      random: new Random(7),
    });
    return { stack, asked };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** The details of every call of one operation. */
export function callsOf(asked: Asked, operation: string): unknown[][] {
  return asked.filter(([name]) => name === operation).map(([, ...details]) => details);
}
