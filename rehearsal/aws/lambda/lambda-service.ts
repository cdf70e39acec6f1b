import type {
  FunctionConfiguration,
  GetFunctionConfigurationRequest,
  InvocationRequest,
  InvocationResponse,
  ListFunctionsRequest,
  ListFunctionsResponse,
} from '@aws-sdk/client-lambda';
import type { Call, Service } from '../contracts.ts';
import { AwsError } from '../contracts.ts';
import { operation } from '../services/typed-operation.ts';
import { pageOf } from '../services/page.ts';
import { calledFunction, functionArn } from './called-function.ts';
import type { CalledFunction } from './called-function.ts';
import { codeOperations } from './code-operations.ts';
import type { FunctionCode } from './function-code.ts';
import type { Functions } from './functions.ts';

/**
 * Lambda's API as far as functions, operators and developers use it.
 * @param functions asked for at each call: they are made once the endpoint listens
 * @param code their packages
 * @param url where links to packages lead, once the endpoint listens
 */
export function lambdaService(
  functions: () => Functions,
  code: FunctionCode,
  url: () => string,
): Service {
  const called = (name: string | undefined, call: Call): CalledFunction =>
    calledFunction(functions(), name, call);
  const configuration = async (found: CalledFunction): Promise<FunctionConfiguration> => {
    const kept = await code.packageOf(found.deployed);
    return {
      ...configurationOf(found),
      ...(kept && { CodeSha256: kept.sha256, CodeSize: kept.zip.length }),
    };
  };
  return {
    name: 'lambda',
    operations: {
      ...codeOperations({ functions, code, url, called, configuration }),
      ListFunctions: operation<ListFunctionsRequest, ListFunctionsResponse>(
        ['MaxItems', 'Marker'],
        (input, call) => {
          call.authorize('lambda:ListFunctions', '*');
          // AWS answers with 50 at most, whatever is asked for.
          const size = Math.min(input.MaxItems ?? 50, 50);
          const page = pageOf(functions().in(call.location), size, input.Marker);
          if (page === undefined) {
            throw new AwsError('InvalidParameterValueException', 'Invalid marker');
          }
          return {
            Functions: page.items.map((deployed) =>
              configurationOf({ deployed, record: functions().record(deployed.arn) }),
            ),
            ...(page.next !== undefined && { NextMarker: page.next }),
          };
        },
      ),
      GetFunctionConfiguration: operation<GetFunctionConfigurationRequest, FunctionConfiguration>(
        ['FunctionName'],
        (input, call) => configuration(called(input.FunctionName, call)),
      ),
      Invoke: operation<InvocationRequest, InvocationResponse>(
        ['FunctionName', 'InvocationType', 'Payload', 'Qualifier'],
        (input, call) => invoke(functions(), input, call),
      ),
    },
  };
}

async function invoke(
  functions: Functions,
  input: InvocationRequest,
  call: Call,
): Promise<InvocationResponse> {
  const arn = functionArn(input.FunctionName ?? '', call);
  const invocationType = input.InvocationType ?? 'RequestResponse';
  call.authorize('lambda:InvokeFunction', arn, functions.accessTo(arn));
  if (invocationType === 'DryRun' || (input.Qualifier ?? '$LATEST') !== '$LATEST') {
    throw new AwsError(
      'NotSimulated',
      'DryRun and qualifiers are not simulated in the simulator',
      501,
    );
  }
  const outcome = await functions.invoke(arn, readPayload(input.Payload), {
    invocationType,
    principal: call.principal,
  });
  if (invocationType === 'Event') return { StatusCode: 202 };
  return {
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    Payload: Buffer.from(JSON.stringify(outcome.payload ?? null)),
    ...('functionError' in outcome ? { FunctionError: outcome.functionError } : {}),
  };
}

function configurationOf({
  deployed,
  record,
}: Pick<CalledFunction, 'deployed' | 'record'>): FunctionConfiguration {
  return {
    FunctionName: deployed.name,
    FunctionArn: deployed.arn,
    Runtime: 'nodejs24.x',
    Role: deployed.roleArn,
    Handler: deployed.handler,
    Timeout: deployed.timeoutSeconds,
    MemorySize: deployed.memorySize,
    Version: '$LATEST',
    PackageType: 'Zip',
    Architectures: ['arm64'],
    State: 'Active',
    LastUpdateStatus: record.lastUpdateStatus,
    LastModified: record.lastModified.toISOString().replace('Z', '+0000'),
    RevisionId: record.revisionId,
    Environment: { Variables: { ...deployed.environment } },
    LoggingConfig: { LogGroup: deployed.logGroupName ?? `/aws/lambda/${deployed.name}` },
  };
}

function readPayload(payload: InvocationRequest['Payload']): unknown {
  if (payload === undefined || payload.length === 0) return {};
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8')) as unknown;
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${String(error)}`,
    );
  }
}
