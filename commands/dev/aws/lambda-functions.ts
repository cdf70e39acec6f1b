import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListTagsCommand,
  PreconditionFailedException,
  ResourceConflictException,
  ResourceNotFoundException,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { CodeChanged } from '../ports/functions.ts';
import type { FunctionError, FunctionFacts, Functions } from '../ports/functions.ts';

const pauseMilliseconds = 500;
/** Looks at an update: two minutes in all. */
const mostLooks = 240;

/** Functions as Lambda has them. */
export function lambdaFunctions(client: LambdaClient): Functions {
  return {
    find: (nameOrArn) => find(client, nameOrArn),
    async download(location) {
      const response = await fetch(location);
      if (!response.ok) {
        throw new Error(`expected the function's package, found the status ${response.status}`);
      }
      return Buffer.from(await response.arrayBuffer());
    },
    async replaceCode(arn, zip, revisionId) {
      const input = {
        FunctionName: arn,
        ZipFile: zip,
        ...(revisionId !== undefined && { RevisionId: revisionId }),
      };
      await settled(client, arn);
      try {
        await client.send(new UpdateFunctionCodeCommand(input));
      } catch (error) {
        const { message } = error as Error;
        if (error instanceof PreconditionFailedException) {
          throw new CodeChanged(message, { cause: error });
        }
        if (!(error instanceof ResourceConflictException)) throw error;
        // An update began just now: whoever insists on a revision has lost it.
        if (revisionId !== undefined) throw new CodeChanged(message, { cause: error });
        await settled(client, arn);
        await client.send(new UpdateFunctionCodeCommand(input));
      }
      await settled(client, arn);
    },
    async tag(arn, tags) {
      await client.send(new TagResourceCommand({ Resource: arn, Tags: { ...tags } }));
    },
    async untag(arn, keys) {
      await client.send(new UntagResourceCommand({ Resource: arn, TagKeys: [...keys] }));
    },
    async invoke(arn, event) {
      const Payload = Buffer.from(JSON.stringify(event));
      const answer = await client.send(new InvokeCommand({ FunctionName: arn, Payload }));
      const value = JSON.parse(Buffer.from(answer.Payload ?? 'null').toString()) as unknown;
      return answer.FunctionError === undefined
        ? { result: value }
        : { error: value as FunctionError };
    },
  };
}

async function find(client: LambdaClient, nameOrArn: string): Promise<FunctionFacts | undefined> {
  try {
    const { Configuration: found = {}, Code: code } = await client.send(
      new GetFunctionCommand({ FunctionName: nameOrArn }),
    );
    const arn = found.FunctionArn ?? nameOrArn;
    // GetFunction leaves the tags out for who may not list them: this one says so.
    const { Tags: tags = {} } = await client.send(new ListTagsCommand({ Resource: arn }));
    return {
      arn,
      name: found.FunctionName ?? '',
      roleArn: found.Role ?? '',
      handler: found.Handler ?? '',
      runtime: found.Runtime ?? '',
      packageType: found.PackageType ?? 'Zip',
      hasLayers: (found.Layers ?? []).length > 0,
      timeoutSeconds: found.Timeout ?? 3,
      codeSha256: found.CodeSha256 ?? '',
      codeBytes: found.CodeSize ?? 0,
      revisionId: found.RevisionId ?? '',
      codeLocation: code?.Location ?? '',
      tags,
    };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/**
 * Waits until no update is in progress. Source: Lambda Developer Guide, "Lambda function states": while
 * LastUpdateStatus is InProgress, further updates are refused.
 */
async function settled(client: LambdaClient, arn: string): Promise<void> {
  for (let look = 0; look < mostLooks; look++) {
    const { LastUpdateStatus: status, LastUpdateStatusReason: reason } = await client.send(
      new GetFunctionConfigurationCommand({ FunctionName: arn }),
    );
    if (status === 'Failed') throw new Error(`the update of ${arn} failed: ${reason ?? ''}`);
    if (status !== 'InProgress') return;
    await sleep(pauseMilliseconds);
  }
  throw new Error(`expected the update of ${arn} to end, found it still in progress`);
}
