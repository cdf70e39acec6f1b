import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { CapturePlan } from '../../functions/source/rules/capture-plan.ts';
import { Notice } from '../../functions/shared/contract/notice.ts';
import { RecoveryPlan } from '../../functions/target/rules/recovery-plan.ts';
import { lintDefinition } from '../../rehearsal/aws/states/lint-definition.ts';
import { ownErrorNames, passingErrorNames } from './error-classes.ts';
import { definitionOf, documentOf, tasksOf } from './machine.ts';

/** The package has no types that TypeScript finds. */
const validate = createRequire(import.meta.url)('asl-validator') as (definition: unknown) => {
  readonly isValid: boolean;
  readonly errors: readonly { readonly 'Error code': string; readonly Message?: string }[];
};

describe.each([
  ['source', 'absent'],
  ['target', 'absent'],
  ['target', 'present'],
  ['access', 'absent'],
] as const)('the %s workflow, access stack %s', (workflow, access) => {
  it('the definition passes the States Language validator', () => {
    expect(validate(documentOf(workflow, access)).errors).toEqual([]);
  });

  it('the definition passes the linter, which knows all errors that are thrown', () => {
    const thrownErrors = new Set([...ownErrorNames, ...passingErrorNames]);

    expect(lintDefinition(definitionOf(workflow, access), { thrownErrors })).toEqual([]);
  });

  it('the definition has one Fail state, and one Succeed state for each way to succeed', () => {
    const types = Object.values(definitionOf(workflow, access).states).map(({ type }) => type);

    expect(types.filter((type) => type === 'Succeed')).toHaveLength(workflow === 'source' ? 2 : 1);
    expect(types.filter((type) => type === 'Fail')).toHaveLength(1);
  });

  it('Choice states are named as questions and Wait states by what they wait for', () => {
    const { states } = definitionOf(workflow, access);
    for (const [name, { type }] of Object.entries(states)) {
      expect(name.endsWith('?')).toBe(type === 'Choice');
      expect(name.startsWith('WaitFor')).toBe(type === 'Wait');
    }
  });

  it("no Task retries an error of Understudy's own", () => {
    const retried = tasksOf(workflow).flatMap(([, { retry }]) =>
      retry.flatMap(({ errorEquals }) => errorEquals),
    );

    expect(retried.filter((name) => ownErrorNames.includes(name))).toEqual([]);
    expect(retried).not.toContain('States.ALL');
    expect(retried).not.toContain('States.TaskFailed');
  });
});

describe('the data in the state of a workflow', () => {
  it.each([
    ['a capture plan', CapturePlan],
    ['a recovery plan', RecoveryPlan],
    ['a notice', Notice],
  ])('the schema of %s has no field for a secret', (_, schema) => {
    const described = JSON.stringify(z.toJSONSchema(schema));

    expect(described).toContain('"manifest"');
    expect(described).not.toMatch(/password|secret|credential|token/i);
  });
});
