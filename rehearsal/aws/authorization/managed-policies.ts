import type { PolicyDocument } from '../contracts.ts';
import { UnknownPolicyConstruct } from './policy-errors.ts';

const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const traces = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
];
const interfaces = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** What SAM attaches to functions, as the AWS managed policy reference lists the permissions. */
const policies: Readonly<Record<string, readonly string[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': logs,
  'service-role/AWSLambdaVPCAccessExecutionRole': [...logs, ...interfaces],
  AWSXrayWriteOnlyAccess: traces,
  AWSXRayDaemonWriteAccess: traces,
};

/**
 * An AWS managed policy's document.
 * @param arn such as `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`
 * @throws UnknownPolicyConstruct for any managed policy but those that SAM attaches
 */
export function managedPolicy(arn: string, where: string): PolicyDocument {
  const name = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? '';
  const actions = Object.hasOwn(policies, name) ? policies[name] : undefined;
  if (actions === undefined) throw new UnknownPolicyConstruct(`the managed policy ${arn}`, where);
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  };
}
