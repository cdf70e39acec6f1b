import jsonata from 'jsonata';
import { isObject } from './json.ts';

/** What an expression reads, found without evaluating it. */
export interface ExpressionReads {
  /** Names of variables and functions that the expression doesn't bind itself, without `$`. */
  readonly variables: ReadonlySet<string>;
  /** First steps below `$states`, such as `input`; `*` where all of `$states` is taken. */
  readonly statesFields: ReadonlySet<string>;
  /** Paths that start from a context item, which Step Functions doesn't give: `name`, `$`, `$$`, `*`. */
  readonly contextReads: ReadonlySet<string>;
}

/** @throws jsonata's own error when the expression doesn't parse */
export function readsOf(expression: string): ExpressionReads {
  const reading: Reading = {
    variables: new Set(),
    bound: new Set(),
    statesFields: new Set(),
    contextReads: new Set(),
  };
  visit(jsonata(expression).ast(), false, reading);
  for (const name of reading.bound) reading.variables.delete(name);
  return reading;
}

interface Reading {
  readonly variables: Set<string>;
  readonly bound: Set<string>;
  readonly statesFields: Set<string>;
  readonly contextReads: Set<string>;
}

/** `hasContext` is whether the node is evaluated on an item: in a later step, a filter, a sort term. */
function visit(node: unknown, hasContext: boolean, reading: Reading): void {
  if (Array.isArray(node)) {
    for (const part of node as readonly unknown[]) visit(part, hasContext, reading);
    return;
  }
  if (!isObject(node)) return;
  switch (node.type) {
    case 'path':
      visitPath(node, hasContext, reading);
      return;
    case 'variable':
      visitVariable(node, hasContext, reading);
      break;
    case 'name':
    case 'wildcard':
    case 'descendant':
    case 'parent':
      if (!hasContext) reading.contextReads.add(describeContextRead(node));
      break;
    case 'bind':
      reading.bound.add(nameOf(node.lhs));
      visit(node.rhs, hasContext, reading);
      return;
    case 'lambda':
      for (const parameter of node.arguments as readonly unknown[]) {
        reading.bound.add(nameOf(parameter));
      }
      visit(node.body, hasContext, reading);
      return;
    case 'transform':
      visit([node.pattern, node.update, node.delete], true, reading);
      return;
    default:
      break;
  }
  visitParts(node, hasContext, reading);
}

function visitPath(
  node: Readonly<Record<string, unknown>>,
  hasContext: boolean,
  reading: Reading,
): void {
  const steps = node.steps as readonly Readonly<Record<string, unknown>>[];
  const [first, second] = steps;
  if (first?.type === 'variable' && first.value === 'states') {
    reading.statesFields.add(second?.type === 'name' ? String(second.value) : '*');
  }
  steps.forEach((step, index) => {
    if (index === 0 && step.type === 'variable' && step.value === 'states') {
      visitStages(step, reading);
    } else {
      visit(step, hasContext || index > 0, reading);
    }
  });
  visit(node.group, true, reading);
}

function visitVariable(
  node: Readonly<Record<string, unknown>>,
  hasContext: boolean,
  reading: Reading,
): void {
  const name = String(node.value);
  if (name === '$') reading.contextReads.add('$$');
  else if (name !== '') reading.variables.add(name);
  else if (!hasContext) reading.contextReads.add('$');
  if (name === 'states') reading.statesFields.add('*');
}

function visitParts(
  node: Readonly<Record<string, unknown>>,
  hasContext: boolean,
  reading: Reading,
): void {
  visitStages(node, reading);
  const staged = new Set(['stages', 'predicate', 'group', 'focus', 'index', 'type', 'terms']);
  for (const [key, part] of Object.entries(node)) {
    if (!staged.has(key)) visit(part, hasContext, reading);
  }
}

/** Filters, sort terms and groupings see the items that they choose from, and may name them. */
function visitStages(node: Readonly<Record<string, unknown>>, reading: Reading): void {
  for (const name of ['focus', 'index']) {
    if (typeof node[name] === 'string') reading.bound.add(node[name]);
  }
  for (const stage of [node.stages, node.predicate].flat() as readonly unknown[]) {
    if (isObject(stage) && stage.type === 'index') reading.bound.add(String(stage.value));
  }
  visit([node.stages, node.predicate, node.group, node.terms], true, reading);
}

function nameOf(node: unknown): string {
  return isObject(node) ? String(node.value) : '';
}

function describeContextRead(node: Readonly<Record<string, unknown>>): string {
  return node.type === 'parent' ? '%' : String(node.value);
}
