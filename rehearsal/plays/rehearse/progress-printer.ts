import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Location } from '../../aws/contracts.ts';
import { source, target } from '../scene/locations.ts';

/** Where progress is reported, a line at a time. */
export interface ProgressPrinter {
  scene(title: string): void;
  stack(name: string, location: Location): void;
  event(workflow: 'source' | 'target', event: HistoryEvent, now: number): void;
}

/** Prints nothing. */
export const silent: ProgressPrinter = { scene: () => {}, stack: () => {}, event: () => {} };

/**
 * Prints what happens as it happens: account and Region, virtual time, step, what it waits for.
 * @param write takes a line without its end
 */
export function progressPrinter(write: (line: string) => void): ProgressPrinter {
  const clocks = new Map<string, number>();
  const tellers = { source: new Teller(), target: new Teller() };
  return {
    scene: (title) => write(`\n${title}`),
    stack: (name, location) => write(`  ${where(location)}  ${name}`),
    event: (workflow, event, now) => {
      if (!clocks.has('start') && event.type === 'ExecutionStarted') clocks.set('start', now);
      const line = tellers[workflow].tell(event);
      if (line === undefined) return;
      const elapsed = clockText(now - (clocks.get('start') ?? now));
      write(`  ${elapsed}  ${where(workflow === 'source' ? source : target)}  ${line}`);
    },
  };
}

/** Makes of a run's events the few that a person wants to hear of: a step begins, goes on, is done. */
class Teller {
  #waitingFor: string | undefined;
  #step: string | undefined;

  tell(event: HistoryEvent): string | undefined {
    const { type } = event;
    if (type === 'ExecutionStarted') return 'the workflow starts';
    if (type === 'TaskStateEntered') return this.#begin(event.stateEnteredEventDetails?.name ?? '');
    if (type === 'TaskStateExited') {
      return this.#progress(event.stateExitedEventDetails?.output ?? '{}');
    }
    if (type === 'LambdaFunctionFailed') {
      const { error = '', cause = '' } = event.lambdaFunctionFailedEventDetails ?? {};
      return `${this.#step}: ${error}: ${messageIn(cause)}`;
    }
    if (type === 'ExecutionSucceeded') return 'SUCCEEDED';
    if (type === 'ExecutionFailed') {
      return `FAILED: ${event.executionFailedEventDetails?.cause ?? ''}`;
    }
    return undefined;
  }

  #begin(step: string): string | undefined {
    if (step === this.#step) return undefined;
    this.#step = step;
    this.#waitingFor = undefined;
    return step;
  }

  #progress(output: string): string | undefined {
    const { waitingFor } = JSON.parse(output) as { waitingFor?: string };
    if (waitingFor === undefined || waitingFor === this.#waitingFor) return undefined;
    this.#waitingFor = waitingFor;
    return `  waiting for ${waitingFor}`;
  }
}

function messageIn(cause: string): string {
  try {
    return (JSON.parse(cause) as { errorMessage?: string }).errorMessage ?? cause;
  } catch {
    return cause;
  }
}

function where({ accountId, region }: Location): string {
  return `${accountId} ${region.padEnd(12)}`;
}

/** `h:mm:ss` */
function clockText(milliseconds: number): string {
  const total = Math.floor(milliseconds / 1000);
  return `${Math.floor(total / 3600)}:${twoDigits(Math.floor(total / 60) % 60)}:${twoDigits(total % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
