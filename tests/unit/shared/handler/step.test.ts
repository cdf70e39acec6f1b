import { describe, expect, it } from '@jest/globals';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import {
  CopiesBusy,
  NoCapacity,
  NotInState,
} from '../../../../functions/shared/ports/aws-errors.ts';
import { NameTaken } from '../../../../functions/shared/rules/errors.ts';

// Before the module is loaded, for its logger reads it then.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
const { step } = await import('../../../../functions/shared/handler/step.ts');

const context = { functionName: 'step', awsRequestId: 'request' } as Context;
const input = z.object({ plan: z.object({ run: z.string() }), since: z.string() });
const event = { plan: { run: 'a' }, since: 'now' };

describe('step', () => {
  it('a handler returns what its step returns, and the number of AWS calls', async () => {
    const handler = step({ input, run: ({ plan }) => Promise.resolve({ ran: plan.run }) });
    expect(await handler(event, context)).toEqual({ ran: 'a', awsCalls: 0 });
  });

  it.each([
    ['plan', { since: 'now' }],
    ['plan.run', { ...event, plan: { run: 1 } }],
    ['since', { ...event, since: null }],
    ['plan.run', { ...event, plan: { run: 'a\uD800' } }],
  ])(
    'a handler refuses a malformed event by naming %s before its step runs',
    async (field, malformed) => {
      let ran = false;
      const handler = step({
        input,
        run: () => {
          ran = true;
          return Promise.resolve({});
        },
      });
      await expect(handler(malformed, context)).rejects.toMatchObject({
        name: 'InvalidInput',
        message: expect.stringContaining(`at ${field}`),
      });
      expect(ran).toBe(false);
    },
  );

  it.each([new NotInState('busy'), new NoCapacity('none'), new CopiesBusy('five')])(
    'a handler throws $name, which passes and nobody waited for, as ServiceUnavailable',
    async (later) => {
      const handler = step({ input, run: () => Promise.reject(later) });
      await expect(handler(event, context)).rejects.toMatchObject({
        name: 'ServiceUnavailable',
        message: `${later.name}: ${later.message}`,
        cause: later,
      });
    },
  );

  // Defect class: swallowed exception.
  it('a handler throws the error of its step under its own name', async () => {
    const error = new NameTaken('held by an unrelated database');
    const handler = step({ input, run: () => Promise.reject(error) });
    await expect(handler(event, context)).rejects.toBe(error);
  });
});
