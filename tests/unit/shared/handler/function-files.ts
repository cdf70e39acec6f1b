import { readFileSync, readdirSync } from 'node:fs';
import type { Context } from 'aws-lambda';
import type * as z from 'zod/mini';

const root = new URL('../../../../', import.meta.url);

/** A function as its file, its sample event and its environment are found by name. */
export interface FunctionFile {
  /** Its folder of `functions/`. */
  readonly place: string;
  /** Such as `swap-names`. */
  readonly step: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What a function's module exports. */
export interface FunctionModule {
  readonly input: z.ZodMiniType;
  readonly handler: (event: unknown, context: Context) => Promise<object>;
}

export const context = { functionName: 'function', awsRequestId: 'request' } as Context;

/** What Lambda gives every function. */
export const base = { AWS_REGION: 'eu-central-1', POWERTOOLS_SERVICE_NAME: 'understudy' };

/** Every function that a state or a trigger of the workflows has. */
export function functionFiles(): FunctionFile[] {
  const environments = readJson('environment') as Record<string, Record<string, string>>;
  const places = readdirSync(new URL('functions/', root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
    .map(({ name }) => name);
  return places.flatMap((place) =>
    readdirSync(new URL(`functions/${place}/`, root))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => {
        const step = file.replace(/\.ts$/, '');
        return { place, step, environment: environments[logicalId(place, step)] ?? {} };
      }),
  );
}

/** The names of the sample events of the workflows, such as `target-swap-names`. */
export function eventNames(): string[] {
  return readdirSync(new URL('events/', root))
    .filter((file) => /^(source|target|access|lab)-.*\.json$/.test(file))
    .map((file) => file.replace(/\.json$/, ''));
}

/** @param name a file of `events/`, without its extension */
export function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`events/${name}.json`, root), 'utf8'));
}

let loads = 0;

/** Loads a function's module anew, as a cold start does, in the given environment. */
export async function load(
  { place, step }: FunctionFile,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<FunctionModule> {
  for (const [name, value] of Object.entries({ ...base, ...environment })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  loads += 1;
  const path = `../../../../functions/${place}/${step}.ts?load=${loads}`;
  return (await import(path)) as FunctionModule;
}

/** `target`, `swap-names` → `Target/SwapNames`: how templates and `environment.json` call it. */
function logicalId(place: string, step: string): string {
  return `${pascal(place)}/${pascal(step)}`;
}

function pascal(text: string): string {
  return text
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
