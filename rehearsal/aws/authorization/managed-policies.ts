import type { PolicyDocument } from '../contracts.ts';
import { UnknownPolicyConstruct } from './policy-errors.ts';

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const TRACES = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
];
const INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** What SAM attaches to functions, as the AWS managed policy reference lists the permissions. */
const POLICIES: Readonly<Record<string, readonly string[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': LOGS,
  'service-role/AWSLambdaVPCAccessExecutionRole': [...LOGS, ...INTERFACES],
  AWSXrayWriteOnlyAccess: TRACES,
  AWSXRayDaemonWriteAccess: TRACES,
};

/**
 * An AWS managed policy's document.
 * @param arn such as `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`
 * @throws UnknownPolicyConstruct for any managed policy but those that SAM attaches
 */
export function managedPolicy(arn: string, where: string): PolicyDocument {
  const name = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? '';
  const actions = Object.hasOwn(POLICIES, name) ? POLICIES[name] : undefined;
  if (actions === undefined) throw new UnknownPolicyConstruct(`the managed policy ${arn}`, where);
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  };
}
