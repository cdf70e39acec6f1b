import type { Definition, State, Template, Workflow } from './definition.ts';
import { integrationErrorNames, statesErrorNames } from './error-names.ts';
import { readsOf } from './expression-reads.ts';
import { functionNames } from './function-names.ts';
import { reachableFrom } from './reachability.ts';
import { expressionsOf } from './template.ts';
import { assignedBy, nestedWorkflows } from './variable-scopes.ts';

export type LintRule =
  | 'catch-without-fail'
  | 'choice-without-default'
  | 'task-without-catch'
  | 'task-without-retry'
  | 'task-without-timeout'
  | 'unassigned-variable'
  | 'unknown-error-name'
  | 'unreachable-state';

/** Something that Step Functions takes and that is a mistake all the same. */
export interface Finding {
  readonly rule: LintRule;
  /** Such as `/States/Copy`. */
  readonly location: string;
  readonly message: string;
}

/** What surrounds a workflow: nothing for the machine itself. */
interface Surroundings {
  readonly location: string;
  /** Variables that may be assigned by the time the workflow starts. */
  readonly variables: ReadonlySet<string>;
  /** Whether the run can still end in a Fail state after the workflow has ended. */
  readonly failsLater: boolean;
  readonly thrownErrors: ReadonlySet<string>;
}

/**
 * Checks a definition for what loading lets pass. What AWS refuses (such as a misplaced States.ALL)
 * is refused by `parseDefinition` already.
 * @param options.thrownErrors names of all errors that the tasks' functions throw
 */
export function lintDefinition(
  definition: Definition,
  options: { readonly thrownErrors: ReadonlySet<string> },
): readonly Finding[] {
  return lintWorkflow(definition, {
    location: '',
    variables: new Set(),
    failsLater: false,
    thrownErrors: options.thrownErrors,
  });
}

function lintWorkflow(workflow: Workflow, around: Surroundings): readonly Finding[] {
  const reached = new Set([workflow.startAt, ...reachableFrom(workflow, workflow.startAt)]);
  return Object.entries(workflow.states).flatMap(([name, state]) => {
    const location = `${around.location}/States/${name}`;
    const variables = variablesAt(workflow, name, around.variables);
    const found = (rule: LintRule, message: string): Finding => ({ rule, location, message });
    const failsAfter = canFail(workflow, name, around);
    return [
      ...(reached.has(name)
        ? []
        : [found('unreachable-state', `no path from ${workflow.startAt} leads here`)]),
      ...shapeFindings(state).map(([rule, message]) => found(rule, message)),
      ...unassigned(state, variables).map((variable) =>
        found('unassigned-variable', `$${variable} is assigned by no state that comes before`),
      ),
      ...unknownErrors(state, around.thrownErrors).map((error) =>
        found('unknown-error-name', `'${error}' is neither AWS's name nor thrown by any function`),
      ),
      ...harmlessCatches(workflow, state, around).map((next) =>
        found('catch-without-fail', `what is caught leads to ${next}, and never to a Fail state`),
      ),
      ...nestedWorkflows(state).flatMap((nested, index) =>
        lintWorkflow(nested, {
          ...around,
          location: `${location}/${state.type === 'Map' ? 'ItemProcessor' : `Branches[${index}]`}`,
          variables,
          failsLater: failsAfter,
        }),
      ),
    ];
  });
}

function shapeFindings(state: State): readonly (readonly [LintRule, string])[] {
  if (state.type === 'Choice' && state.default === undefined) {
    return [['choice-without-default', 'an input that no rule expects ends the execution']];
  }
  if (state.type !== 'Task') return [];
  const missing: (readonly [LintRule, string])[] = [];
  if (state.timeoutSeconds === undefined) {
    missing.push(['task-without-timeout', 'without TimeoutSeconds a Task may hang for a year']);
  }
  if (state.retry.length === 0) {
    missing.push(['task-without-retry', "Lambda's own passing errors have to be retried"]);
  }
  if (state.catch.length === 0) {
    missing.push(['task-without-catch', 'an error here ends the execution without a word']);
  }
  return missing;
}

/** Variables that some state on the way to `name` assigns, or one around the workflow. */
function variablesAt(
  workflow: Workflow,
  name: string,
  outer: ReadonlySet<string>,
): ReadonlySet<string> {
  const assigned = Object.entries(workflow.states)
    .filter(([before]) => reachableFrom(workflow, before).has(name))
    .flatMap(([, state]) => assignedBy(state));
  return new Set([...outer, ...assigned]);
}

function unassigned(state: State, variables: ReadonlySet<string>): readonly string[] {
  const own: Record<string, unknown> = { ...state, branches: null, itemProcessor: null };
  const read = expressionsOf(own as Template, '').flatMap(({ expression }) => [
    ...readsOf(expression).variables,
  ]);
  return [...new Set(read)].filter(
    (name) => name !== 'states' && !variables.has(name) && !functionNames.has(name),
  );
}

function unknownErrors(state: State, thrown: ReadonlySet<string>): readonly string[] {
  if (!('retry' in state)) return [];
  const named = [...state.retry, ...state.catch].flatMap(({ errorEquals }) => errorEquals);
  return [...new Set(named)].filter(
    (name) => !statesErrorNames.has(name) && !integrationErrorNames.has(name) && !thrown.has(name),
  );
}

/** Targets of catchers from which no Fail state can be reached. */
function harmlessCatches(
  workflow: Workflow,
  state: State,
  around: Surroundings,
): readonly string[] {
  if (!('catch' in state)) return [];
  return state.catch
    .map(({ next }) => next)
    .filter((next) => workflow.states[next]?.type !== 'Fail' && !canFail(workflow, next, around));
}

/** Whether a Fail state can follow on a state: in its workflow, or after the workflow has ended. */
function canFail(workflow: Workflow, name: string, around: Surroundings): boolean {
  const following = [...reachableFrom(workflow, name)].map((next) => workflow.states[next]);
  if (following.some((state) => state?.type === 'Fail')) return true;
  return around.failsLater;
}
