import { describe, expect, it } from '@jest/globals';
import { fillTargets } from '../../../../functions/access/steps/fill-targets.ts';
import type { DeploymentAnswer } from '../../../../functions/shared/ports/deployments.ts';
import { FunctionFailed } from '../../../../functions/shared/ports/functions.ts';
import { startedAt } from '../../factories/locations.ts';
import { clockAfter } from '../../fakes/clock.ts';
import { turn } from '../../fakes/turn.ts';

const request = {
  type: 'Create',
  url: 'https://answer.example.com/signed',
  stackId: 'stack',
  requestId: 'request',
  logicalId: 'FirstTargets',
} as const;

/** A function that answers or throws, and a deployment that hears of it. */
function world(failure?: Error) {
  const invoked: unknown[] = [];
  const answers: { url: string; answer: DeploymentAnswer }[] = [];
  const ports = {
    clock: clockAfter(0),
    functions: {
      async invoke(functionName: string, event: object): Promise<unknown> {
        await turn();
        invoked.push([functionName, event]);
        if (failure) throw failure;
        return { state: 'ready' };
      },
    },
    deployments: {
      async answer(url: string, answer: DeploymentAnswer): Promise<void> {
        await turn();
        answers.push({ url, answer });
      },
    },
  };
  return { ports, invoked, answers };
}

describe('FillTargets', () => {
  it.each(['Create', 'Update'] as const)('FillTargets calls SyncTargets at %s', async (type) => {
    const { ports, invoked, answers } = world();
    const answer = await fillTargets({ ...request, type }, ports, 'sync');
    expect(answer).toEqual({ status: 'SUCCESS' });
    expect(invoked).toEqual([
      ['sync', { trigger: { by: 'deployment' }, since: startedAt, memory: null }],
    ]);
    expect(answers).toEqual([
      {
        url: request.url,
        answer: {
          Status: 'SUCCESS',
          StackId: 'stack',
          RequestId: 'request',
          LogicalResourceId: 'FirstTargets',
          PhysicalResourceId: 'FirstTargets-targets',
        },
      },
    ]);
  });

  it('FillTargets calls no function when the stack is deleted, and lets it be deleted', async () => {
    const { ports, invoked, answers } = world(new FunctionFailed('gone'));
    await fillTargets({ ...request, type: 'Delete', physicalId: 'first' }, ports, 'sync');
    expect(invoked).toEqual([]);
    expect(answers[0]?.answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'first' });
  });

  it('FillTargets fails the deployment with the reason when SyncTargets fails', async () => {
    const { ports, answers } = world(new FunctionFailed(`EndpointUnknown: ${'x'.repeat(5000)}`));
    const { status } = await fillTargets(request, ports, 'sync');
    expect(status).toBe('FAILED');
    expect(answers[0]?.answer).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/^FunctionFailed: EndpointUnknown: x+$/),
    });
    expect(JSON.stringify(answers[0]?.answer).length).toBeLessThan(4096);
  });

  it('the answer of FillTargets does not contain the signed address', async () => {
    const { ports } = world();
    expect(JSON.stringify(await fillTargets(request, ports, 'sync'))).not.toContain('signed');
  });
});
