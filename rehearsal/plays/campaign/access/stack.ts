import type { DeployedStack } from '../../../aws/deployment/deploy.ts';
import type { CustomResourceAnswer } from '../../../aws/deployment/providers/ports.ts';
import { liveName } from '../../scene/fixtures.ts';
import { target } from '../../scene/locations.ts';
import type { Scenario } from '../scenario.ts';
import type { Simulator } from '../../../aws/simulator/simulator.ts';

/** What the access stack beside the target puts out that a run needs to know. */
export interface DeployedAccess {
  readonly machineArn: string;
  readonly functionName: string;
  /** Those that hold targets: one, or two that take turns. */
  readonly groupArns: readonly string[];
  readonly listenerArn: string;
  readonly fillTargetsArn: string;
  /** What starts it by itself. */
  readonly ruleArn: string;
  readonly scheduleArn: string;
}

/** What the access stack in the target's account is told: it follows whoever has the live name. */
export function accessParameters(
  { cutOver }: Pick<Scenario, 'cutOver'>,
  simulator: Simulator,
): Readonly<Record<string, string>> {
  const vpc = simulator.network.vpcs.default(target);
  return {
    VpcId: vpc.id,
    VpcRanges: vpc.range,
    AccessSubnetIds: vpc.subnets.map(({ id }) => id).join(','),
    DatabaseSecurityGroupId: vpc.securityGroupId,
    Followed1: liveName,
    // As seldom as the stack allows: a run lasts for hours, and its events start more.
    FollowSchedule: 'rate(5 minutes)',
    ...(cutOver && { CutOver: 'yes' }),
  };
}

export function deployedAccess(stack: DeployedStack): DeployedAccess {
  const { AccessWorkflowArn: machineArn = '', SyncTargetsFunctionName: functionName = '' } =
    stack.outputs;
  const arnOf = (name: string): string => stack.resources[name]?.arn ?? '';
  const groupArns = ['TargetGroup', 'SpareGroup']
    .map((name) => arnOf(`FollowedEndpoint1/${name}`))
    .filter((arn) => arn !== '');
  return {
    machineArn,
    functionName,
    groupArns,
    listenerArn: arnOf('FollowedEndpoint1/Listener'),
    fillTargetsArn: arnOf('FillTargets'),
    ruleArn: arnOf('AccessWorkflowWriterMoves'),
    scheduleArn: arnOf('AccessWorkflowSchedule'),
  };
}

/**
 * What a custom resource answers while the stacks are deployed: there are no databases yet, and each run
 * asks FillTargets once it has made them.
 */
export async function answerLater(): Promise<CustomResourceAnswer> {
  return { Status: 'SUCCESS', PhysicalResourceId: 'FirstTargets-targets' };
}

/** Lets events and the schedule start runs, or lets none: while the databases are made, and whole days pass. */
export function setFollowing(
  { events, scheduler }: Simulator,
  access: DeployedAccess | undefined,
  state: 'ENABLED' | 'DISABLED',
): void {
  if (access === undefined) return;
  events.setState(access.ruleArn, state);
  scheduler.setState(access.scheduleArn, state);
}
