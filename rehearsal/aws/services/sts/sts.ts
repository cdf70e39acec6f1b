import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Call, Operation, PolicyDocument, Service } from '../../contracts.ts';
import { operation } from '../typed-operation.ts';

/** GetCallerIdentity needs no permission: as if a policy of its own let everybody. */
const openToAll: PolicyDocument = {
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:GetCallerIdentity', Resource: '*' }],
};

/** STS: who somebody is. Roles are assumed by the services that run as them, not by calls. */
export class Sts implements Service {
  readonly name = 'sts';
  readonly operations: Readonly<Record<string, Operation>> = {
    GetCallerIdentity: operation<GetCallerIdentityRequest, GetCallerIdentityResponse>(
      [],
      (_, call) => {
        call.authorize('sts:GetCallerIdentity', '*', { resourcePolicy: openToAll });
        return identityOf(call);
      },
    ),
  };
}

/**
 * The user id of a session is its role's unique id and its name; the simulator uses names for both.
 */
function identityOf({ principal, location }: Call): GetCallerIdentityResponse {
  const arn = principal.kind === 'service' ? principal.sourceArn : principal.sessionArn;
  const [, role = 'user', session = ''] = arn.split('/');
  const UserId = session === '' ? role : `${role}:${session}`;
  return { Account: location.accountId, Arn: arn, UserId };
}
