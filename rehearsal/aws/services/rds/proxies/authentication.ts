import type { UserAuthConfig, UserAuthConfigInfo } from '@aws-sdk/client-rds';
import { AwsError } from '../../../contracts.ts';
import { required } from '../identifiers.ts';
import { NotSimulated } from '../not-simulated.ts';
import { oneOf } from '../settings/valid-values.ts';
import type { Proxy, ProxyAuth } from './proxy.ts';

/** Source: RDS User Guide, "Quotas and limitations for RDS Proxy". */
const mostSecrets = 200;

/**
 * How clients sign in by password, by engine family; the first is the default.
 * Source: the SDK's model, UserAuthConfig, `ClientPasswordAuthType`.
 */
const passwordTypes: Readonly<Record<Proxy['engineFamily'], readonly [string, ...string[]]>> = {
  POSTGRESQL: ['POSTGRES_SCRAM_SHA_256', 'POSTGRES_MD5'],
  MYSQL: ['MYSQL_CACHING_SHA2_PASSWORD', 'MYSQL_NATIVE_PASSWORD'],
};

/**
 * Reads `Auth` and `DefaultAuthScheme`.
 * Source: the SDK's model, CreateDBProxyRequest and UserAuthConfig: without a default scheme there must be
 * an `Auth`; `ENABLED` is for SQL Server alone. End-to-end authentication by IAM isn't simulated.
 *
 * @throws AwsError `InvalidParameterValue`, `InvalidParameterCombination` or `MissingParameter`
 */
export function readAuth(
  family: Proxy['engineFamily'],
  input: {
    readonly DefaultAuthScheme?: string | undefined;
    readonly Auth?: readonly UserAuthConfig[] | undefined;
  },
): readonly ProxyAuth[] {
  const scheme = oneOf('DefaultAuthScheme', input.DefaultAuthScheme ?? 'NONE', [
    'NONE',
    'IAM_AUTH',
  ]);
  if (scheme !== 'NONE') throw new NotSimulated('CreateDBProxy', 'DefaultAuthScheme IAM_AUTH');
  const given = input.Auth ?? [];
  if (given.length === 0) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Auth must be specified when DefaultAuthScheme is NONE or not specified',
    );
  }
  if (given.length > mostSecrets) {
    throw new AwsError(
      'InvalidParameterValue',
      `A proxy takes at most ${mostSecrets} secrets. Found: ${given.length}`,
    );
  }
  return given.map((auth) => readOne(family, auth));
}

function readOne(family: Proxy['engineFamily'], auth: UserAuthConfig): ProxyAuth {
  oneOf<string>('AuthScheme', required(auth.AuthScheme, 'Auth.AuthScheme'), ['SECRETS']);
  const secretArn = required(auth.SecretArn, 'Auth.SecretArn');
  if (!/^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:.+$/.test(secretArn)) {
    throw new AwsError('InvalidParameterValue', `Auth.SecretArn is no secret's ARN: ${secretArn}`);
  }
  const [usual] = passwordTypes[family];
  return {
    description: auth.Description,
    userName: auth.UserName,
    secretArn,
    iamAuth: oneOf('IAMAuth', auth.IAMAuth ?? 'DISABLED', ['DISABLED', 'REQUIRED']) as
      'DISABLED' | 'REQUIRED',
    clientPasswordAuthType: oneOf<string>(
      'ClientPasswordAuthType',
      auth.ClientPasswordAuthType ?? usual,
      passwordTypes[family],
    ),
  };
}

/** In the API's shape. */
export function describeAuth(auth: ProxyAuth): UserAuthConfigInfo {
  return {
    ...(auth.description !== undefined && { Description: auth.description }),
    ...(auth.userName !== undefined && { UserName: auth.userName }),
    AuthScheme: 'SECRETS',
    SecretArn: auth.secretArn,
    IAMAuth: auth.iamAuth,
    ClientPasswordAuthType:
      auth.clientPasswordAuthType as UserAuthConfigInfo['ClientPasswordAuthType'],
  };
}
