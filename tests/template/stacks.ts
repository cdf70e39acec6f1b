import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readResources } from '../../rehearsal/aws/deployment/resource.ts';
import type { Resource } from '../../rehearsal/aws/deployment/resource.ts';
import { expandServerless } from '../../rehearsal/aws/deployment/serverless/expansion.ts';
import { readGlobals } from '../../rehearsal/aws/deployment/serverless/globals.ts';
import { readTemplate } from '../../rehearsal/aws/deployment/template-text.ts';
import type { TemplateMap } from '../../rehearsal/aws/deployment/template-value.ts';
import { project, templatesOf } from '../../scripts/checks/project.ts';

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
