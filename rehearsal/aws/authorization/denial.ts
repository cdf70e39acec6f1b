import type { AccessRequest, Principal } from '../contracts.ts';
import { AwsError } from '../contracts.ts';

/** Why a request is denied, by the kind of policy that AWS names in its message. */
export type DenialReason =
  'identity-implicit' | 'identity-explicit' | 'resource-implicit' | 'resource-explicit';

/** Services that don't answer `AccessDeniedException`: the name in the SDK, and the HTTP status. */
const names: Readonly<Record<string, readonly [name: string, status: number]>> = {
  rds: ['AccessDenied', 403],
  sts: ['AccessDenied', 403],
  iam: ['AccessDenied', 403],
  elasticloadbalancing: ['AccessDenied', 403],
  cloudwatch: ['AccessDenied', 403],
  sqs: ['AccessDenied', 403],
  sns: ['AuthorizationErrorException', 403],
  ec2: ['UnauthorizedOperation', 403],
};

/**
 * The error that a service answers with, worded as AWS words it.
 * Source: IAM User Guide, "Troubleshoot access denied error messages".
 */
export function denial(request: AccessRequest, reason: DenialReason): AwsError {
  const service = request.action.split(':')[0] ?? '';
  const [name, status] = names[service] ?? ['AccessDeniedException', 400];
  return new AwsError(name, denialMessage(request, reason), status);
}

const explanations: Readonly<Record<DenialReason, (action: string) => string>> = {
  'identity-implicit': (action) => `because no identity-based policy allows the ${action} action`,
  'resource-implicit': (action) => `because no resource-based policy allows the ${action} action`,
  'identity-explicit': () => 'with an explicit deny in an identity-based policy',
  'resource-explicit': () => 'with an explicit deny in a resource-based policy',
};

function denialMessage(request: AccessRequest, reason: DenialReason): string {
  const { action, resource, principal } = request;
  const caller = callerName(principal);
  const explanation = explanations[reason](action);
  return `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} ${explanation}`;
}

function callerName(principal: Principal): string {
  return principal.kind === 'service' ? principal.service : principal.sessionArn;
}
