import { readFileSync, readdirSync } from 'node:fs';
import * as z from 'zod/mini';
import type { Played } from './perform.ts';
import { plantedSecret } from './answer-maker.ts';
import { ready } from './ready-answers.ts';

const root = new URL('../../functions/', import.meta.url);

/** The literal names of the functions' own error classes. */
const ours = new Set(
  readdirSync(root, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(new URL(file, root), 'utf8').matchAll(/name = '(\w+)';/g)])
    .map(([, name]) => name),
);

/** Of an input that is refused: nothing was done; and nobody was asked, unless what it speaks of. */
const refusals = new Set(['InvalidInput', 'NoticeRefused']);
const looks = /^(Describe|Get|List)/;

const secrets = [plantedSecret, 'planted-secret-of-a-role', 'planted-signature-of-a-url'];

/** What is wrong with an invocation, a sentence each; nothing where it went as it must. */
export function problemsOf(step: string, played: Played): string[] {
  const { answer, error, aws } = played;
  const said = `${played.logged}\n${textOf(answer)}\n${textOf(error)}`;
  return [
    ...(aws.isOverrun ? [`it made ${aws.calls.length} calls, and had no end`] : []),
    ...(Object.keys(Object.prototype).length > 0 ? ['it polluted Object.prototype'] : []),
    ...secrets.filter((secret) => said.includes(secret)).map((secret) => `it told the ${secret}`),
    ...(answer === undefined ? errorProblems(error, played) : answerProblems(step, answer)),
  ];
}

function errorProblems(error: unknown, { aws, uploads }: Played): string[] {
  if (!(typeof error === 'object' && error !== null && 'name' in error && 'message' in error)) {
    return [`it threw ${textOf(error)}, which is no error`];
  }
  const name = String(error.name);
  const message = String(error.message);
  const ofAws = '$fault' in error || name === 'TimeoutError';
  const acts = aws.calls.filter((call) => name !== 'NoticeRefused' || !looks.test(call));
  const acted = acts.length + uploads;
  return [
    ...(ours.has(name) || ofAws ? [] : [`it threw a bare ${name}: ${message}`]),
    ...(ours.has(name) && !/\S \S/.test(message) ? [`${name} says no sentence: ${message}`] : []),
    ...(refusals.has(name) && acted > 0 ? [`${name}, after ${aws.calls.join(', ')}`] : []),
  ];
}

function answerProblems(step: string, answer: object): string[] {
  const { state } = answer as { state?: unknown };
  const schema = state === 'pending' ? ready.pending : ready.of(step);
  const result = schema.safeParse(answer);
  return [
    ...(result.success
      ? []
      : [`its answer isn't right: ${z.prettifyError(result.error)}, in ${textOf(answer)}`]),
    ...nonFiniteIn(answer).map((what) => `its answer has ${what}, which JSON doesn't`),
  ];
}

/** Numbers that become null on their way to the state machine. */
function nonFiniteIn(value: unknown): string[] {
  if (typeof value === 'number' && !Number.isFinite(value)) return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(nonFiniteIn);
}

function textOf(value: unknown): string {
  if (value instanceof Error || (typeof value === 'object' && value !== null && 'stack' in value)) {
    const { name, message, stack, cause } = value as Error;
    return [name, message, stack, cause === undefined ? '' : textOf(cause)].join('\n');
  }
  return JSON.stringify(value) ?? String(value);
}
