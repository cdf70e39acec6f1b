import { readFileSync } from 'node:fs';
import type * as z from 'zod/mini';
import type { DefinitionName } from './machine.ts';

const variables = JSON.parse(readFileSync('events/environment.json', 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, string>> | undefined>
>;

const place = { source: 'Source', target: 'Target', access: 'Access' } as const;

/** The functions behind the states whose names they don't bear. */
const functionOf: Readonly<Record<string, string>> = {
  VerifyDatabase: 'VerifyPostgresql',
  VerifyLiveName: 'VerifyPostgresql',
  VerifyFinally: 'VerifyPostgresql',
  VerifyOnceMore: 'VerifyPostgresql',
  PlanAgain: 'Preflight',
  DiscardLeftover: 'DiscardCluster',
};

/** The schema by which the handler of a step reads its event: the real one. */
export async function inputOf(workflow: DefinitionName, step: string): Promise<z.ZodMiniType> {
  const logicalId = functionOf[step] ?? step;
  const file = logicalId.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
  const before = process.env;
  // A handler reads its variables while it is loaded.
  process.env = {
    ...before,
    AWS_REGION: 'eu-central-1',
    POWERTOOLS_SERVICE_NAME: 'understudy',
    ...variables[`${place[workflow]}/${logicalId}`],
  };
  try {
    const handler = (await import(`../../functions/${workflow}/${file}.ts`)) as {
      readonly input: z.ZodMiniType;
    };
    return handler.input;
  } finally {
    process.env = before;
  }
}
