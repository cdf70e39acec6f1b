import type { VirtualClock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { State, Template, Workflow } from '../definition.ts';
import type { Expressions, QueryScope } from '../expressions.ts';
import type { EventChain, History } from '../history.ts';
import type { Json, JsonObject } from '../json.ts';
import { requirePayload } from '../payload-limit.ts';
import type { TaskRunner } from '../task-runner.ts';
import type { TaskTokens } from '../task-tokens.ts';
import type { Variables } from '../variables.ts';

/** What all states of one execution share. */
export interface Run {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly expressions: Expressions;
  readonly history: History;
  readonly tokens: TaskTokens;
  readonly runTask: TaskRunner;
  readonly roleArn: string;
  readonly region: string;
  /** `Execution` and `StateMachine` of the context object. */
  readonly context: JsonObject;
  /** Runs a workflow inside a state: a Parallel's branch, a Map's iteration. */
  runWorkflow(workflow: Workflow, input: Json, frame: Frame): Promise<Json>;
}

/** What the states of one workflow, branch or iteration share. */
export interface Frame {
  readonly chain: EventChain;
  readonly variables: Variables;
  /** Aborted with an `Aborted` when a sibling failed or the execution ended. */
  readonly signal: AbortSignal;
  /** `Map` of the context object, inside an iteration. */
  readonly map: JsonObject | undefined;
  readonly nested: boolean;
}

/** One attempt at one state. */
export interface Visit<S extends State = State> {
  readonly name: string;
  readonly state: S;
  readonly input: Json;
  /** `$states.context` of this attempt. */
  readonly context: JsonObject;
  readonly frame: Frame;
  readonly run: Run;
}

/** How a state ended: what it hands on, which variables it sets, and where it leads. */
export interface Outcome {
  readonly output: Json;
  readonly assign: Readonly<Record<string, Json>>;
  readonly next: string | undefined;
}

/** What the expressions of a visit see, with `result` or `errorOutput` where the field has them. */
export function scopeOf(visit: Visit, more: JsonObject = {}): QueryScope {
  return {
    states: { input: visit.input, context: visit.context, ...more },
    variables: visit.frame.variables.all(),
  };
}

/** Fills in one field of the state, seen before its result. */
export function evaluate(visit: Visit, template: Template, field: string): Promise<Json> {
  return visit.run.expressions.evaluate(template, field, scopeOf(visit));
}

/**
 * Ends a visit by `Output` and `Assign`. Both see the variables as they were on entry; what is
 * assigned is visible from the next state on.
 * @param ending.fallback the output where there is no `Output`
 * @param ending.prefix the place of the fields in the state, such as `Choices[0]/`
 */
export async function conclude(
  visit: Visit,
  ending: {
    fields: { output?: Template; assign?: Readonly<Record<string, Template>> };
    next: string | undefined;
    fallback: Json;
    more?: JsonObject;
    prefix?: string;
  },
): Promise<Outcome> {
  const scope = scopeOf(visit, ending.more);
  const { output: outputTemplate, assign: assignTemplate } = ending.fields;
  const { expressions } = visit.run;
  const prefix = ending.prefix ?? '';
  const output =
    outputTemplate === undefined
      ? ending.fallback
      : await expressions.evaluate(outputTemplate, `${prefix}Output`, scope);
  const assign =
    assignTemplate === undefined
      ? {}
      : ((await expressions.evaluate(assignTemplate, `${prefix}Assign`, scope)) as JsonObject);
  requirePayload(output, visit.name);
  visit.frame.variables.requireRoom(assign, visit.name);
  return { output, assign, next: ending.next };
}
