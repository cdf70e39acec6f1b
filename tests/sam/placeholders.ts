import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { show } from '../../rehearsal/aws/deployment/template-value.ts';
import type { Translated } from '../../scripts/sam/tools.ts';
import { stacks } from '../template/stacks.ts';

/** A state machine as SAM translates it, and the placeholders of its definition's file. */
export interface Workflow {
  readonly logicalId: string;
  readonly substitutions: Readonly<Record<string, unknown>>;
  readonly placeholders: readonly string[];
}

/**
 * The state machines of a translated template.
 * @param directory the project, or a copy of it
 */
export async function workflowsOf(translated: Translated, directory: string): Promise<Workflow[]> {
  const machines = Object.entries(translated.Resources).filter(
    ([, { Type: type }]) => type === 'AWS::StepFunctions::StateMachine',
  );
  return Promise.all(
    machines.map(async ([logicalId, { Properties: properties }]) => {
      const text = await readFile(path.join(directory, 'stacks', definitionOf(logicalId)), 'utf8');
      const found = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
      return {
        logicalId,
        substitutions: (properties?.['DefinitionSubstitutions'] ?? {}) as Record<string, unknown>,
        placeholders: [...new Set(found)],
      };
    }),
  );
}

/** The placeholders that nothing fills in: Step Functions would take them for text. */
export function unfilled({ placeholders, substitutions }: Workflow): string[] {
  return placeholders.filter((name) => !Object.hasOwn(substitutions, name));
}

/** SAM's validation puts a place in a bucket for the file. */
function definitionOf(logicalId: string): string {
  const declared = stacks.flatMap((stack) => stack.declared);
  const machine = declared.find((resource) => resource.logicalId === logicalId);
  return show(machine?.properties['DefinitionUri']);
}
