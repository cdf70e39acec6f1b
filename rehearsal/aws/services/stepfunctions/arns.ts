import { AwsError, type Location } from '../../contracts.ts';

/** The partition that a Region belongs to: `aws`, `aws-cn` or `aws-us-gov`. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

export function stateMachineArn({ accountId, region }: Location, name: string): string {
  return `arn:${partitionOf(region)}:states:${region}:${accountId}:stateMachine:${name}`;
}

/** The ARN of an execution of a state machine. */
export function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** The account in an ARN of Step Functions. */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** Whether an ARN lies in a Region: another Region's endpoint doesn't know it. */
export function isInRegion(arn: string, region: string): boolean {
  return arn.split(':')[3] === region;
}

/**
 * Takes an ARN of the given kind from an operation's input.
 * @throws AwsError `InvalidArn`
 */
export function requireArn(value: unknown, kind: 'stateMachine' | 'execution'): string {
  const form = new RegExp(
    `^arn:aws(?:-cn|-us-gov)?:states:[a-z0-9-]+:\\d{12}:${kind}:[^:]+${kind === 'execution' ? ':[^:]+' : ''}$`,
  );
  if (typeof value !== 'string' || !form.test(value)) {
    throw new AwsError('InvalidArn', `Invalid Arn: '${String(value)}' is no ARN of a ${kind}`);
  }
  return value;
}
