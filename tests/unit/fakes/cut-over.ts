import type {
  CutOverAnswer,
  CutOverRequest,
} from '../../../functions/shared/rules/cut-over-request.ts';
import type { CutOver } from '../../../functions/target/ports/cut-over.ts';
import { Faults } from './faults.ts';
import { turn } from './turn.ts';

/** Where clients are led: to the old database, to nobody, or to the restored one. */
export type Led = 'old' | 'warm' | 'nobody' | 'restored';

/** An access stack that needs a look more for each step, and is struck by faults. */
export class FakeCutOver implements CutOver {
  readonly faults = new Faults<CutOverRequest['upTo']>();
  readonly asked: string[] = [];
  led: Led = 'old';

  async ask(request: CutOverRequest): Promise<CutOverAnswer> {
    await turn();
    this.faults.raise(request.upTo, 'before');
    const answer = this.#step(request);
    this.asked.push(`${request.upTo}: ${this.led}`);
    this.faults.raise(request.upTo, 'after');
    return answer;
  }

  #step({ upTo }: CutOverRequest): CutOverAnswer {
    if (upTo === 'undone') {
      this.led = 'old';
      return { cutOver: true, state: 'ready' };
    }
    switch (this.led) {
      case 'old':
        this.led = 'warm';
        return waitFor('health');
      case 'warm':
        if (upTo === 'warm') return { cutOver: true, state: 'ready' };
        this.led = 'nobody';
        return waitFor('the old connections to end');
      case 'nobody':
        if (upTo === 'open') this.led = 'restored';
        return { cutOver: true, state: 'ready' };
      case 'restored':
        return { cutOver: true, state: 'ready' };
    }
  }
}

function waitFor(waitingFor: string): CutOverAnswer {
  return { cutOver: true, state: 'pending', waitSeconds: 1, waitingFor };
}
