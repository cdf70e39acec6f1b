import path from 'node:path';
import type { Location } from '../../aws/contracts.ts';
import type { DeployedStack } from '../../aws/deployment/deploy.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { output } from './deploy-stacks.ts';

/** Where databases are, who follows them, and where their clients are. */
export interface AccessSetting {
  /** The folder of the templates. */
  readonly stacksDirectory: string;
  /** The databases' account and Region. */
  readonly producer: Location;
  /** The clients' account and Region. */
  readonly consumer: Location;
  /** The cluster whose writer is followed, unless `parameters` say otherwise. */
  readonly followed: string;
  /** What clients connect to; the endpoint's own name where it is left out. */
  readonly privateName?: string;
  /** Of the stacks' names, where there are others beside them: `understudy-access-2`. */
  readonly suffix?: string;
  /** Further parameters of the stack access, or others than the usual. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Deploys the stack access into the default VPC of the databases' account. */
export function deployAccess(simulator: Simulator, setting: AccessSetting): Promise<DeployedStack> {
  const { producer, consumer } = setting;
  const vpc = simulator.network.vpcs.default(producer);
  return deployed(simulator, setting, 'access', producer, {
    VpcId: vpc.id,
    VpcRanges: vpc.range,
    AccessSubnetIds: vpc.subnets.map(({ id }) => id).join(','),
    DatabaseSecurityGroupId: vpc.securityGroupId,
    Followed1: setting.followed,
    AllowedPrincipals: `arn:aws:iam::${consumer.accountId}:root`,
    ...(consumer.region !== producer.region && { ClientRegions: consumer.region }),
    ...setting.parameters,
  });
}

/** Deploys the stack consumer into the default VPC of the clients' account. */
export function deployConsumer(
  simulator: Simulator,
  setting: AccessSetting,
  access: DeployedStack,
): Promise<DeployedStack> {
  const { producer, consumer, privateName } = setting;
  const vpc = simulator.network.vpcs.default(consumer);
  return deployed(simulator, setting, 'consumer', consumer, {
    VpcId: vpc.id,
    ConsumerSubnetIds: vpc.subnets.map(({ id }) => id).join(','),
    ClientRange: vpc.range,
    EndpointServiceName: output(access, 'EndpointServiceName'),
    ...(consumer.region !== producer.region && { EndpointServiceRegion: producer.region }),
    ...(privateName !== undefined && { PrivateName: privateName }),
  });
}

/** The target group of a followed endpoint, the first where none is named. */
export function targetGroupOf(access: DeployedStack, index = 1): string {
  const arn = access.resources[`FollowedEndpoint${index}/TargetGroup`]?.arn;
  if (arn === undefined) throw new Error(`the stack has no FollowedEndpoint${index}`);
  return arn;
}

function deployed(
  simulator: Simulator,
  { stacksDirectory, suffix = '' }: AccessSetting,
  name: 'access' | 'consumer',
  location: Location,
  parameters: Readonly<Record<string, string>>,
): Promise<DeployedStack> {
  return simulator.clock.run(
    simulator.clock.hold(() =>
      simulator.deploy({
        stackName: `understudy-${name}${suffix}`,
        location,
        templateFile: path.join(stacksDirectory, `${name}.yaml`),
        parameters,
      }),
    ),
  );
}
