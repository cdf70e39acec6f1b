import type {
  FunctionConfiguration,
  GetFunctionRequest,
  GetFunctionResponse,
  ListTagsRequest,
  ListTagsResponse,
  TagResourceRequest,
  UntagResourceRequest,
  UpdateFunctionCodeRequest,
} from '@aws-sdk/client-lambda';
import type { Call, Operation } from '../contracts.ts';
import { AwsError } from '../contracts.ts';
import { notSimulated, operation } from '../services/typed-operation.ts';
import type { FunctionCode } from './function-code.ts';
import type { Functions } from './functions.ts';
import type { CalledFunction } from './called-function.ts';

interface Parts {
  readonly functions: () => Functions;
  readonly code: FunctionCode;
  /** `http://127.0.0.1:<port>`: where links lead. */
  readonly url: () => string;
  /** The function that a call names, once the caller may do there what the call is. */
  readonly called: (name: string | undefined, call: Call) => CalledFunction;
  readonly configuration: (called: CalledFunction) => Promise<FunctionConfiguration>;
}

/** What is done with a function's code and its tags. */
export function codeOperations(parts: Parts): Readonly<Record<string, Operation>> {
  const { functions, code, url, called, configuration } = parts;
  return {
    GetFunction: operation<GetFunctionRequest, GetFunctionResponse>(
      ['FunctionName'],
      async (input, call) => {
        const found = called(input.FunctionName, call);
        const kept = await code.packageOf(found.deployed);
        const { reservedConcurrency } = found.deployed;
        const tags = tagsForCaller(found, call);
        return {
          Configuration: await configuration(found),
          ...(kept && {
            Code: {
              RepositoryType: 'S3',
              Location: `${url()}${code.link(found.deployed, kept)}`,
            },
          }),
          ...(tags !== undefined && Object.keys(tags).length > 0 && { Tags: { ...tags } }),
          ...(reservedConcurrency !== undefined && {
            Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
          }),
        };
      },
    ),
    UpdateFunctionCode: operation<UpdateFunctionCodeRequest, FunctionConfiguration>(
      ['FunctionName', 'ZipFile', 'RevisionId', 'Architectures', 'Publish', 'DryRun'],
      async (input, call) => {
        const found = called(input.FunctionName, call);
        if (input.Publish === true || input.DryRun === true) {
          throw notSimulated('lambda:UpdateFunctionCode with Publish or DryRun');
        }
        if (input.Architectures?.some((one) => one !== 'arm64')) {
          throw notSimulated('lambda:UpdateFunctionCode to another architecture than arm64');
        }
        if (input.ZipFile === undefined) {
          throw new AwsError(
            'InvalidParameterValueException',
            'Please provide a source for function code.',
          );
        }
        await code.update(found.deployed.arn, Buffer.from(input.ZipFile), input.RevisionId);
        return configuration(found);
      },
    ),
    ListTags: operation<ListTagsRequest, ListTagsResponse>(['Resource'], (input, call) => ({
      Tags: { ...called(input.Resource, call).record.tags },
    })),
    TagResource: operation<TagResourceRequest, void>(['Resource', 'Tags'], (input, call) => {
      const { deployed, record } = called(input.Resource, call);
      const tags = { ...record.tags, ...input.Tags };
      requireTags(tags);
      functions().record(deployed.arn).tags = tags;
    }),
    UntagResource: operation<UntagResourceRequest, void>(['Resource', 'TagKeys'], (input, call) => {
      const { deployed, record } = called(input.Resource, call);
      functions().record(deployed.arn).tags = Object.fromEntries(
        Object.entries(record.tags).filter(([key]) => input.TagKeys?.includes(key) !== true),
      );
    }),
  };
}

/**
 * Source: `GetFunctionResponse.Tags` in the SDK's model: only for who may list them.
 * @returns undefined for who may not
 */
function tagsForCaller(
  { deployed, record, access }: CalledFunction,
  call: Call,
): Readonly<Record<string, string>> | undefined {
  try {
    call.authorize('lambda:ListTags', deployed.arn, access);
    return record.tags;
  } catch (error) {
    if (error instanceof AwsError && error.name.startsWith('AccessDenied')) return undefined;
    throw error;
  }
}

const tagKey = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const tagValue = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** Source: Lambda Developer Guide, "Using tags on Lambda functions", Requirements: 50 tags, 128 and 256. */
function requireTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  const areSound = entries.every(([key, value]) => tagKey.test(key) && tagValue.test(value));
  if (entries.length <= 50 && areSound) return;
  throw new AwsError(
    'InvalidParameterValueException',
    'expected at most 50 tags, with keys of 1 to 128 and values of up to 256 letters, digits, spaces or _.:/=+-@, and no key that begins with aws:',
  );
}
