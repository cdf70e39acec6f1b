import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildFrom } from '../../rehearsal/deployment/build-request.ts';
import type { BuildRequest } from '../../rehearsal/deployment/build-request.ts';
import { readResources } from '../../rehearsal/deployment/resource.ts';
import type { Resource } from '../../rehearsal/deployment/resource.ts';
import { expandServerless } from '../../rehearsal/deployment/serverless/expansion.ts';
import { mergeGlobals, readGlobals } from '../../rehearsal/deployment/serverless/globals.ts';
import { readTemplate } from '../../rehearsal/deployment/template-text.ts';
import { isMap } from '../../rehearsal/deployment/template-value.ts';
import type { TemplateMap } from '../../rehearsal/deployment/template-value.ts';
import { project, templatesOf } from '../../scripts/sam/project.ts';

/** A template as the rehearsal reads it. */
export interface Stack {
  /** Relative to the project, such as `stacks/source.yaml`. */
  readonly file: string;
  readonly template: TemplateMap;
  readonly declared: readonly Resource[];
  /** With SAM's resources replaced by what it makes of them. */
  readonly expanded: readonly Resource[];
  readonly functionGlobals: TemplateMap;
}

/** A function as the rehearsal builds it. */
export interface BuiltFunction {
  /** The logical id of its nested stack in template.yaml, and its own: `Source/Preflight`. */
  readonly name: string;
  readonly request: BuildRequest;
}

export const stackFiles = await templatesOf(project);

/** Reads a template as the rehearsal does, up to the point where parameters would decide. */
export async function readStack(file: string): Promise<Stack> {
  const template = readTemplate(await readFile(path.join(project, file), 'utf8'));
  const declared = readResources(template['Resources']);
  const functionGlobals = readGlobals(template['Globals']);
  return {
    file,
    template,
    declared,
    functionGlobals,
    expanded: expandServerless(declared, functionGlobals, 'aws'),
  };
}

export const stacks = await Promise.all(stackFiles.map(readStack));

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
