import { readFileSync } from 'node:fs';
import type { Location } from '../../rehearsal/aws/contracts.ts';
import { deploy } from '../../rehearsal/aws/deployment/deploy.ts';
import type { DeployedStack } from '../../rehearsal/aws/deployment/deploy.ts';
import { standardProviders } from '../../rehearsal/aws/deployment/providers/standard-providers.ts';
import { readTemplate } from '../../rehearsal/aws/deployment/template-text.ts';
import { isMap } from '../../rehearsal/aws/deployment/template-value.ts';
import type { TemplateMap, TemplateValue } from '../../rehearsal/aws/deployment/template-value.ts';
import { Random } from '../../rehearsal/aws/random.ts';
import { loadDefinition } from '../../rehearsal/aws/states/load-definition.ts';
import {
  pretendedBundles,
  recordingPorts,
} from '../../rehearsal/tests/deployment/recording-simulator.ts';
import type { Asked } from '../../rehearsal/tests/deployment/recording-simulator.ts';

export const stackNames = [
  'recovery-key',
  'source',
  'target',
  'subscription',
  'access',
  'access-lattice',
  'consumer',
  'lab',
] as const;
/** A stack that is deployed by itself, as samconfig.toml names it. */
export type StackName = (typeof stackNames)[number];
export type Parameters = Readonly<Record<string, string>>;

const source = { accountId: '111111111111', region: 'eu-west-1' };
const target = { accountId: '222222222222', region: 'eu-central-1' };
const regions = { SourceAWSRegion: source.region, TargetAWSRegion: target.region };
const topicArn = `arn:aws:sns:${source.region}:${source.accountId}:understudy-source-NoticesTopic`;
const keyArn = `arn:aws:kms:${target.region}:${source.accountId}:key/7f0b2c64-58ad-4a19-8e3b-91c5d2e6f047`;

/** What each stack must be told, and no more. */
export const required: Readonly<Record<StackName, Parameters>> = {
  'recovery-key': { DestinationAccountNumber: target.accountId },
  source: {
    ...regions,
    SourceDBClusterIdentifier: 'orders',
    DestinationAccountNumber: target.accountId,
    KMSKey: keyArn,
  },
  target: {
    SourceAWSRegion: source.region,
    ExistingDBClusterIdentifier: 'orders',
    TempDBClusterIdentifier: 'orders-restoring',
    SourceAccountNumber: source.accountId,
    SourceTopicArn: topicArn,
    DatabaseUser: 'verifier',
  },
  subscription: {
    ...regions,
    SourceTopicArn: topicArn,
    StartRecoveryFunctionArn: `arn:aws:lambda:${target.region}:${target.accountId}:function:StartRecovery`,
  },
  access: {
    VpcId: 'vpc-0a1b2c3d4e5f60001',
    VpcRanges: '10.0.0.0/16',
    AccessSubnetIds: 'subnet-0a1b2c3d4e5f60001,subnet-0a1b2c3d4e5f60002',
    Followed1: 'orders',
  },
  'access-lattice': {
    VpcId: 'vpc-0a1b2c3d4e5f60001',
    AccessSubnetIds: 'subnet-0a1b2c3d4e5f60001,subnet-0a1b2c3d4e5f60002',
    Followed1: 'orders.cluster-abc.eu-central-1.rds.amazonaws.com',
  },
  consumer: {
    VpcId: 'vpc-0a1b2c3d4e5f60002',
    ConsumerSubnetIds: 'subnet-0a1b2c3d4e5f60003,subnet-0a1b2c3d4e5f60004',
    ClientRange: '10.20.0.0/16',
    EndpointServiceName: `com.amazonaws.vpce.${target.region}.vpce-svc-0a1b2c3d4e5f60001`,
  },
  lab: {},
};

const locations = {
  'recovery-key': { ...source, region: target.region },
  source,
  target,
  subscription: { ...target, region: source.region },
  access: target,
  'access-lattice': target,
  consumer: { ...source, region: target.region },
  lab: target,
} as const;

/**
 * Deploys a stack's real template, on services that only take notes. Definitions are read as Step
 * Functions reads them.
 * @param parameters beyond what the stack must be told; undefined takes one away
 * @throws TemplateRefused
 */
export async function deployStack(
  stackName: StackName,
  parameters: Readonly<Record<string, string | undefined>> = {},
): Promise<{ stack: DeployedStack; asked: Asked }> {
  return deployTemplate(`stacks/${stackName}.yaml`, {
    stackName: `understudy-${stackName}`,
    location: locations[stackName],
    parameters: { ...required[stackName], ...parameters },
  });
}

/** The same, of any template. */
export async function deployTemplate(
  templateFile: string,
  given: {
    readonly stackName: string;
    readonly location: Location;
    readonly parameters: Readonly<Record<string, string | undefined>>;
  },
): Promise<{ stack: DeployedStack; asked: Asked }> {
  const asked: Asked = [];
  const ports = recordingPorts(asked);
  const stack = await deploy({
    templateFile,
    location: given.location,
    stackName: given.stackName,
    parameters: Object.fromEntries(
      Object.entries(given.parameters).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
    providers: standardProviders(
      {
        ...ports,
        stateMachines: { ...ports.stateMachines, loadDefinition },
        customResources: { ask: async () => ({ Status: 'SUCCESS', PhysicalResourceId: 'made' }) },
      },
      pretendedBundles,
    ),
    random: new Random(7),
  });
  return { stack, asked };
}

/** The message with which a deployment is refused. @throws Error where it isn't */
export async function refusal(
  stackName: StackName,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  try {
    await deployStack(stackName, parameters);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`the stack ${stackName} was deployed with ${JSON.stringify(parameters)}`);
}

/** A template as it is written, functions in their long form. */
export function templateOf(file: string): TemplateMap {
  return readTemplate(readFileSync(file, 'utf8'));
}

/** A part of a template that is a map, by its path. @throws Error where it is none */
export function mapAt(value: TemplateValue | undefined, ...path: readonly string[]): TemplateMap {
  const [step, ...rest] = path;
  if (!isMap(value)) throw new Error(`expected a map at ${step ?? 'the end'}`);
  return step === undefined ? value : mapAt(value[step], ...rest);
}

/** A resource's declaration in a stack's template, by logical id, for one type. */
export function resourcesOf(
  file: string,
  type: string,
): readonly (readonly [string, TemplateMap])[] {
  return Object.entries(mapAt(templateOf(file), 'Resources'))
    .map(([logicalId, resource]) => [logicalId, mapAt(resource)] as const)
    .filter(([, resource]) => resource['Type'] === type);
}
