import type { PassState } from '../definition.ts';
import { conclude, type Outcome, type Visit } from './visit.ts';

export function runPass(visit: Visit<PassState>): Promise<Outcome> {
  return conclude(visit, { fields: visit.state, next: visit.state.next, fallback: visit.input });
}
