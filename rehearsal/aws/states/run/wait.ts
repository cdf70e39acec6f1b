import type { WaitState } from '../definition.ts';
import { unexpectedType } from '../expressions.ts';
import { evaluateInteger, evaluateText } from './quantity.ts';
import { conclude, type Outcome, type Visit } from './visit.ts';

/** RFC 3339 as Step Functions takes it: capital T and Z, or a numeric offset. */
const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Waits in virtual time; a timestamp in the past doesn't wait. */
export async function runWait(visit: Visit<WaitState>): Promise<Outcome> {
  await visit.run.clock.sleep(await waitMilliseconds(visit), visit.frame.signal);
  return conclude(visit, { fields: visit.state, next: visit.state.next, fallback: visit.input });
}

async function waitMilliseconds(visit: Visit<WaitState>): Promise<number> {
  const { until } = visit.state;
  if ('seconds' in until) {
    const seconds = await evaluateInteger(visit, until.seconds, 'Seconds', 0);
    return (seconds ?? 0) * 1000;
  }
  const timestamp = (await evaluateText(visit, until.timestamp, 'Timestamp')) ?? '';
  if (!rfc3339.test(timestamp) || Number.isNaN(Date.parse(timestamp))) {
    throw unexpectedType('Timestamp', 'RFC 3339 timestamp', timestamp);
  }
  return Math.max(0, Date.parse(timestamp) - visit.run.clock.now());
}
