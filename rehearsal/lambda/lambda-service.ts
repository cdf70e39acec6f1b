import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda';
import type { Call, Service } from '../contracts.ts';
import { AwsError } from '../contracts.ts';
import { operation } from '../services/typed-operation.ts';
import type { Functions } from './functions.ts';

/**
 * Lambda's API as far as functions and operators use it: Invoke.
 * @param functions asked for at each call: they are made once the endpoint listens
 */
export function lambdaService(functions: () => Functions): Service {
  return {
    name: 'lambda',
    operations: {
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
    throw new AwsError('NotSimulated', 'DryRun and qualifiers are not simulated on the stage', 501);
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
