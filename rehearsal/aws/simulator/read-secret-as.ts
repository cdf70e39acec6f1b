import type { GetSecretValueResponse } from '@aws-sdk/client-secrets-manager';
import type { Authorizer } from '../authorization/authorizer.ts';
import type { Call, Service } from '../contracts.ts';
import type { ReadProxySecret } from '../services/rds/context.ts';

/**
 * Reads a secret as a proxy does: RDS takes on its role, and calls Secrets Manager.
 *
 * @throws UnknownRole, or AwsError where the role can't be taken on or may not read it
 */
export async function readSecretAs(
  request: Parameters<ReadProxySecret>[0],
  authorizer: Pick<Authorizer, 'assume' | 'require'>,
  secrets: Service,
): Promise<string> {
  const { location, roleArn, proxyArn, secretArn } = request;
  const principal = authorizer.assume('rds.amazonaws.com', roleArn, 'RDSProxy', proxyArn);
  const operation = 'GetSecretValue';
  const call: Call = {
    requestId: 'proxy',
    service: 'secretsmanager',
    operation,
    location,
    principal,
    authorize: (action, resource, more) =>
      authorizer.require({ ...more, principal, action, resource }),
  };
  const answer = await secrets.operations[operation]?.({ SecretId: secretArn }, call);
  return ((answer ?? {}) as GetSecretValueResponse).SecretString ?? '';
}
