import { AwsError } from '../contracts.ts';
import type { DeployedFunction } from './function-settings.ts';

/** Temporary credentials of a role, as STS gives them out. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Where Lambda's image has the certificates of Amazon's authorities, RDS's among them. */
const lambdaCertificates = '/var/runtime/ca-cert.pem';

/** Names that Lambda sets and a template may not (`configuration-envvars.html`). */
const reservedNames = new Set(
  (
    '_HANDLER _X_AMZN_TRACE_ID AWS_DEFAULT_REGION AWS_REGION AWS_EXECUTION_ENV ' +
    'AWS_LAMBDA_FUNCTION_NAME AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_VERSION ' +
    'AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME ' +
    'AWS_ACCESS_KEY AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN ' +
    'AWS_LAMBDA_RUNTIME_API LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR'
  ).split(' '),
);

/**
 * Checks the variables that a template sets.
 * @throws AwsError `InvalidParameterValueException` for reserved names and for more than 4 KB
 */
export function checkVariables(variables: Readonly<Record<string, string>>): void {
  const reserved = Object.keys(variables).filter((name) => reservedNames.has(name));
  const refusal = 'Lambda was unable to configure your environment variables because the';
  if (reserved.length > 0) {
    throw new AwsError(
      'InvalidParameterValueException',
      `${refusal} environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(variables)) > 4096) {
    throw new AwsError(
      'InvalidParameterValueException',
      `${refusal} environment variables you have provided exceeded the 4KB limit.`,
    );
  }
}

/**
 * The whole environment of a function's process: what Lambda sets, what the template sets, and the
 * address of the simulator. Nothing of the host's own environment.
 */
export function environmentVariables(
  deployed: DeployedFunction,
  simulator: {
    readonly credentials: RoleCredentials;
    /** `host:port/path` of the Runtime API. */
    readonly runtimeApi: string;
    readonly endpointUrl: string;
    readonly logStreamName: string;
    /** The certificates that the simulator's servers show; none when it shows none. */
    readonly certificatesFile?: string;
  },
): Record<string, string> {
  // Whatever variable names the file in Lambda's image names the simulator's in its place.
  const variables = Object.entries(deployed.environment).map(([name, value]) => {
    const certificates = value === lambdaCertificates ? simulator.certificatesFile : undefined;
    return [name, certificates ?? value] as const;
  });
  return {
    ...Object.fromEntries(variables),
    _HANDLER: deployed.handler,
    AWS_REGION: deployed.location.region,
    AWS_DEFAULT_REGION: deployed.location.region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: deployed.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(deployed.memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: deployed.logGroupName ?? `/aws/lambda/${deployed.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: simulator.logStreamName,
    AWS_LAMBDA_RUNTIME_API: simulator.runtimeApi,
    AWS_ACCESS_KEY_ID: simulator.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: simulator.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: simulator.credentials.sessionToken,
    AWS_ENDPOINT_URL: simulator.endpointUrl,
    LAMBDA_TASK_ROOT: deployed.codeDirectory,
    TZ: 'UTC',
  };
}
