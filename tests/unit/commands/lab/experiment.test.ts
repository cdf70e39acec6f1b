import { describe, expect, it } from '@jest/globals';
import { experiment } from '../../../../commands/lab/experiment.ts';
import type { Measured } from '../../../../commands/lab/experiment.ts';
import type { ExperimentRequest } from '../../../../commands/lab/options.ts';
import { FakeLab, result } from './fake-lab.ts';

const request = {
  paths: ['direct', 'proxy'],
  failovers: 2,
  seconds: 60,
  clients: 4,
  intervalMilliseconds: 100,
  burst: 0,
} as const;

function measure(lab: FakeLab, more: Partial<ExperimentRequest> = {}) {
  const said: string[] = [];
  const asked = { ...request, ...more, paths: request.paths };
  const measured: Promise<Measured> = lab.clock.run(
    experiment(asked, lab, (line) => said.push(line)),
  );
  return { measured, said };
}

describe('an experiment', () => {
  it('an experiment warms every path up, fails over while all are probed, and does so again', async () => {
    const lab = new FakeLab();

    const { measured, said } = measure(lab);

    expect((await measured).rounds.map(({ failedOverAt }) => failedOverAt)).toEqual([
      15_000, 80_000,
    ]);
    expect(said).toEqual(['failover 1 of 2', 'failover 2 of 2']);
    expect(lab.asked).toEqual(
      [0, 65].flatMap((from) => [
        `${from} probe direct, 4 clients, 5 s`,
        `${from} probe proxy, 4 clients, 5 s`,
        `${from + 5} probe direct, 4 clients, 60 s`,
        `${from + 5} probe proxy, 4 clients, 60 s`,
        `${from + 15} failover`,
      ]),
    );
  });

  it('a burst comes on one path after another', async () => {
    const lab = new FakeLab();

    const { measured } = measure(lab, { failovers: 0, burst: 200 });

    expect((await measured).bursts.map(({ path }) => path)).toEqual(['direct', 'proxy']);
    expect(lab.asked.filter((line) => line.includes('200'))).toEqual([
      '5 probe direct, 200 clients, 10 s',
      '20 probe proxy, 200 clients, 10 s',
    ]);
  });

  it('nothing is failed over while the cluster is not ready or a path meets errors', async () => {
    const lab = new FakeLab(100_000);
    lab.answer = (asked) =>
      lab.clock.now() < 200_000 && asked.path === 'proxy'
        ? result(asked, { errors: { 'read-only': { count: 1, first: 'a reader' } } })
        : result(asked);

    await measure(lab, { failovers: 1 }).measured;

    const [first = ''] = lab.asked.filter((line) => line.includes('failover'));
    expect(Number(first.split(' ')[0])).toBeGreaterThan(200);
  });

  it('a path that never comes to work ends the experiment with what it met', async () => {
    const lab = new FakeLab();
    const first = 'PAM authentication failed for user "probe"';
    lab.answer = (asked) => result(asked, { errors: { 'sign-in': { count: 1, first } } });

    await expect(measure(lab).measured).rejects.toMatchObject({
      name: 'PathUnusable',
      message: expect.stringContaining(`found: direct: sign-in, ${first}`),
    });
    expect(lab.asked.filter((line) => line.includes('failover'))).toEqual([]);
  });

  it('a probe that fails ends the experiment with its error', async () => {
    const lab = new FakeLab();
    lab.answer = (asked) => (asked.seconds === 60 ? new Error('timed out') : result(asked));

    await expect(measure(lab).measured).rejects.toThrow('timed out');
  });

  it('a failover that is refused ends the experiment once its probes are over', async () => {
    const lab = new FakeLab();
    lab.failing = new Error('no reader to fail over to');

    await expect(measure(lab).measured).rejects.toThrow('no reader');
    expect(lab.clock.now()).toBe(65_000);
  });
});
