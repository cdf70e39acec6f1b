import type { Lab } from '../../../../commands/lab/lab.ts';
import { latenciesOf, longestGap } from '../../../../functions/lab/rules/figures.ts';
import type { ProbeRequest } from '../../../../functions/lab/rules/probe-request.ts';
import { resultOf } from '../../../../functions/lab/rules/result.ts';
import type { ProbeResult } from '../../../../functions/lab/rules/result.ts';
import { VirtualClock } from '../../../../rehearsal/aws/clock.ts';
import { attempt } from '../../lab/attempts.ts';

/** A probe's result in which nothing went wrong, but for what is said otherwise. */
export function result(
  request: Partial<ProbeRequest> = {},
  more: Partial<ProbeResult> = {},
): ProbeResult {
  const asked = { path: 'direct', clients: 4, seconds: 60, intervalMilliseconds: 100 } as const;
  const attempts = [attempt(0, 5), attempt(100, 105), attempt(60_000, 60_008)];
  const made = resultOf({
    request: { ...asked, ...request },
    run: 'beef',
    engine: 'aurora-postgresql',
    begun: 0,
    ended: 60_008,
    attempts,
    kept: [0, 100, 60_000],
    samples: [
      [0, 4],
      [1000, 2],
    ],
  });
  return {
    ...made,
    latencies: latenciesOf(attempts),
    longestGap: longestGap(attempts, 0, 60_008),
    ...more,
  };
}

/** A lab that answers as it is told, in virtual time, and keeps what it was asked. */
export class FakeLab implements Lab {
  readonly paths = ['direct', 'proxy'] as const;
  readonly playedBy = { direct: 'a fake', proxy: 'another fake' };
  readonly time = 'virtual';
  readonly clock = new VirtualClock(0);
  readonly asked: string[] = [];
  readonly readyAt: number;
  answer: (request: ProbeRequest) => ProbeResult | Error = (request) => result(request);
  failing: Error | undefined;

  constructor(readyAt = 0) {
    this.readyAt = readyAt;
  }

  async probe(request: ProbeRequest): Promise<ProbeResult> {
    const { path, clients, seconds } = request;
    this.#note(`probe ${path}, ${clients} clients, ${seconds} s`);
    const begun = this.clock.now();
    await this.clock.sleep(seconds * 1000);
    const answer = this.answer(request);
    if (answer instanceof Error) throw answer;
    return { ...answer, begun, ended: begun + seconds * 1000 };
  }

  async failOver(): Promise<void> {
    this.#note('failover');
    if (this.failing) throw this.failing;
  }

  async isReady(): Promise<boolean> {
    return this.clock.now() >= this.readyAt;
  }

  #note(what: string): void {
    this.asked.push(`${this.clock.now() / 1000} ${what}`);
  }
}
