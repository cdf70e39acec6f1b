import type { Simulator } from '../../aws/simulator/simulator.ts';
import { engineVersion } from './fixtures.ts';
import { deliverNotice } from './deliver-notice.ts';
import type { Deployed } from './deploy-scenario.ts';
import type { Fault, NoticeFault } from './faults.ts';
import type { Injector } from './injector.ts';

/** What goes wrong with a run's notice. */
export interface NoticeTrouble {
  /** For how long a notice may be on its way, in virtual milliseconds. */
  readonly patience: number;
  /**
   * What comes about once the capture is under way.
   * @param capture begins another one
   */
  after(injector: Injector, capture: (name: string) => Promise<void>): Promise<void>;
  /** From now on notices travel as they should. */
  stop(): void;
}

const hour = 3_600_000;

/** Sets up what befalls the notice. */
export function noticeTrouble(
  faults: readonly Fault[],
  simulator: Simulator,
  deployed: Deployed,
): NoticeTrouble {
  const noticed = faults.filter((fault) => fault.kind === 'notice');
  const what = new Set<NoticeFault>(noticed.map((fault) => fault.what));
  const isLate = what.has('late') || what.has('out-of-order');
  const delayMilliseconds = isLate ? 3 * hour : 0;
  const copies = what.has('duplicate') ? 2 : what.has('lost') ? 0 : 1;
  simulator.sns.setFaults({ copies, delayMilliseconds });
  return {
    // As long as SNS and Lambda together try to deliver a notice that is on its way.
    patience: isLate ? 4 * hour : hour / 6,
    async after(injector, capture) {
      for (const fault of noticed) {
        injector.note(fault);
        const body = strayBody(fault.what, deployed);
        const topic = deployed.noticesTopicArn;
        const from = fault.what === 'foreign-topic' ? `${topic}-2` : topic;
        if (body !== undefined) await deliverNotice(simulator, deployed, body, from);
        if (fault.what !== 'out-of-order') continue;
        // A second capture, whose notice is there long before the first one's.
        await simulator.clock.run(simulator.clock.sleep(hour));
        simulator.sns.setFaults({ copies, delayMilliseconds: 0 });
        await capture('capture-2');
      }
    },
    stop: () => simulator.sns.setFaults({ copies: 1, delayMilliseconds: 0 }),
  };
}

/** A message that somebody else sends, or that lost something on its way. */
function strayBody(what: NoticeFault, deployed: Deployed): string | undefined {
  const notice = {
    version: 1,
    run: 'stray',
    capturedAt: '2026-03-02T02:00:00.000Z',
    source: {
      accountId: '111111111111',
      region: 'eu-west-1',
      identifier: 'orders',
      resourceId: 'cluster-STRAY',
    },
    snapshot: {
      kind: 'cluster',
      arn: 'arn:aws:rds:eu-central-1:111111111111:cluster-snapshot:understudy-stray',
      engine: 'aurora-postgresql',
      engineVersion,
      keyArn: deployed.recoveryKeyArn,
    },
    manifest: { settings: {}, members: [], tags: {} },
  };
  const { source, snapshot } = notice;
  switch (what) {
    case 'foreign-topic':
      return JSON.stringify(notice);
    case 'foreign-account':
      return JSON.stringify({
        ...notice,
        source: { ...source, accountId: '333333333333' },
        snapshot: { ...snapshot, arn: snapshot.arn.replace('1'.repeat(12), '3'.repeat(12)) },
      });
    case 'foreign-region':
      return JSON.stringify({
        ...notice,
        snapshot: { ...snapshot, arn: snapshot.arn.replace('eu-central-1', 'us-east-1') },
      });
    case 'unknown-version':
      return JSON.stringify({ ...notice, version: 2 });
    case 'malformed-json':
      return JSON.stringify(notice).slice(0, -7);
    case 'malformed-field':
      return JSON.stringify({ ...notice, capturedAt: 'yesterday' });
    case 'duplicate':
    case 'late':
    case 'lost':
    case 'out-of-order':
      return undefined;
  }
}
