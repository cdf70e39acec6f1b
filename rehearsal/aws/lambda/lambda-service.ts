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
import type { DeployedFunction } from './function-settings.ts';
import type { Functions } from './functions.ts';

/**
 * Lambda's API as far as functions and operators use it.
 * @param functions asked for at each call: they are made once the endpoint listens
 */
export function lambdaService(functions: () => Functions): Service {
  return {
    name: 'lambda',
    operations: {
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
            Functions: page.items.map(configurationOf),
            ...(page.next !== undefined && { NextMarker: page.next }),
          };
        },
      ),
      GetFunctionConfiguration: operation<GetFunctionConfigurationRequest, FunctionConfiguration>(
        ['FunctionName'],
        (input, call) => {
          const arn = functionArn(input.FunctionName ?? '', call);
          call.authorize('lambda:GetFunctionConfiguration', arn, functions().accessTo(arn));
          const found = functions().find(arn);
          if (found === undefined) throw new Error(`no function ${arn}`);
          return configurationOf(found);
        },
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

function configurationOf(deployed: DeployedFunction): FunctionConfiguration {
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
    LastUpdateStatus: 'Successful',
    Environment: { Variables: { ...deployed.environment } },
    LoggingConfig: { LogGroup: deployed.logGroupName ?? `/aws/lambda/${deployed.name}` },
  };
}

/** A function may be named by its name, its ARN, or `account:function:name`. */
function functionArn(name: string, call: Call): string {
  if (name.startsWith('arn:')) return name;
  const { accountId, region } = call.location;
  const last = name.split(':').at(-1) ?? name;
  const account = /^(\d{12}):/.exec(name)?.[1] ?? accountId;
  return `arn:aws:lambda:${region}:${account}:function:${last}`;
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
