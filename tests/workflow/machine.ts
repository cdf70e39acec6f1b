import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Definition, State, TaskState } from '../../rehearsal/aws/states/definition.ts';
import { substitute } from '../../rehearsal/aws/states/load-definition.ts';
import { parseDefinition } from '../../rehearsal/aws/states/parse-definition.ts';

/** The two workflows of a recovery, by the place whose stack holds them. */
export type WorkflowName = 'source' | 'target';

/** Every workflow, by the same. */
export type DefinitionName = WorkflowName | 'access';

export const accessFunction = 'understudy-access-SyncTargets';

const texts = {
  source: readFileSync('statemachines/source.asl.yaml', 'utf8'),
  target: readFileSync('statemachines/target.asl.yaml', 'utf8'),
  access: readFileSync('statemachines/access.asl.yaml', 'utf8'),
} as const;

/** The document that is deployed, its placeholders filled in; `access` as the target stack has it. */
export function documentOf(workflow: DefinitionName, access: 'present' | 'absent'): unknown {
  const names = texts[workflow].matchAll(/\$\{(\w+)\}/g);
  const substitutions = Object.fromEntries(
    [...names].map(([, name = '']) => [name, substitutionFor(name, access)]),
  );
  return substitute(parse(texts[workflow]), substitutions);
}

function substitutionFor(name: string, access: 'present' | 'absent'): string {
  if (name === 'Partition') return 'aws';
  if (name === 'SyncTargetsFunctionName') return access === 'present' ? accessFunction : '';
  const logicalId = name.replace(/FunctionArn$/, '');
  return `arn:aws:lambda:eu-central-1:222222222222:function:understudy-${logicalId}`;
}

const definitions = new Map<string, Definition>();

/** The definition that is deployed, read once. */
export function definitionOf(
  workflow: DefinitionName,
  access: 'present' | 'absent' = 'absent',
): Definition {
  const key = `${workflow} ${access}`;
  const definition = definitions.get(key) ?? parseDefinition(documentOf(workflow, access));
  definitions.set(key, definition);
  return definition;
}

/** Every Task of a workflow by name. */
export function tasksOf(workflow: DefinitionName): readonly (readonly [string, TaskState])[] {
  return Object.entries(definitionOf(workflow).states).filter(
    (entry): entry is [string, TaskState] => entry[1].type === 'Task',
  );
}

/** A way from one state to the next; `caught` where an error leads there. */
export function transition(from: string, to: string, caught: boolean): string {
  return `${from} ${caught ? 'caught ->' : '->'} ${to}`;
}

/** Every way that a definition has from one state to another. */
export function definedTransitions({ states }: Definition): readonly string[] {
  return Object.entries(states).flatMap(([from, state]) => [
    ...plainTargets(state).map((to) => transition(from, to, false)),
    ...('catch' in state ? state.catch.map(({ next }) => transition(from, next, true)) : []),
  ]);
}

function plainTargets(state: State): readonly string[] {
  if (state.type === 'Choice') {
    return [...state.choices.map(({ next }) => next), state.default].filter(
      (next) => next !== undefined,
    );
  }
  return 'next' in state && state.next !== undefined ? [state.next] : [];
}
