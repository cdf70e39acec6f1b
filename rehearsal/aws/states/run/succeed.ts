import type { SucceedState } from '../definition.ts';
import { conclude, type Outcome, type Visit } from './visit.ts';

export function runSucceed(visit: Visit<SucceedState>): Promise<Outcome> {
  return conclude(visit, { fields: visit.state, next: undefined, fallback: visit.input });
}
