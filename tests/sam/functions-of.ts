import path from 'node:path';
import { buildFrom } from '../../rehearsal/aws/deployment/build-request.ts';
import type { BuildRequest } from '../../rehearsal/aws/deployment/build-request.ts';
import type { Resource } from '../../rehearsal/aws/deployment/resource.ts';
import { mergeGlobals } from '../../rehearsal/aws/deployment/serverless/globals.ts';
import { isMap } from '../../rehearsal/aws/deployment/template-value.ts';
import { project } from '../../scripts/checks/project.ts';
import type { Stack } from '../template/stacks.ts';

/** A function as the rehearsal builds it. */
export interface BuiltFunction {
  /** The logical id of its nested stack in template.yaml, and its own: `Source/Preflight`. */
  readonly name: string;
  readonly request: BuildRequest;
}

/** The functions of every stack that template.yaml nests. */
export function functionsOf(all: readonly Stack[]): readonly BuiltFunction[] {
  const map = all.find(({ file }) => file === 'template.yaml');
  const applications = (map?.declared ?? []).filter(
    ({ type }) => type === 'AWS::Serverless::Application',
  );
  return applications.flatMap(({ logicalId, properties }) => {
    const nested = all.find(({ file }) => file === properties['Location']);
    if (nested === undefined) throw new Error(`template.yaml nests no file for ${logicalId}`);
    return nested.declared
      .filter(({ type }) => type === 'AWS::Serverless::Function')
      .map((declared) => ({
        name: `${logicalId}/${declared.logicalId}`,
        request: requestOf(nested, declared),
      }));
  });
}

function requestOf(stack: Stack, declared: Resource): BuildRequest {
  const merged = mergeGlobals(stack.functionGlobals, declared.properties);
  const { CodeUri: code, Handler: handler } = isMap(merged) ? merged : {};
  if (typeof code !== 'string' || typeof handler !== 'string') {
    throw new Error(`${stack.file}: ${declared.logicalId} has no CodeUri and Handler as text`);
  }
  return buildFrom(declared.metadata ?? {}, {
    logicalId: declared.logicalId,
    codeDirectory: path.resolve(project, path.dirname(stack.file), code),
    handler,
    path: `Resources/${declared.logicalId}/Properties`,
  });
}
