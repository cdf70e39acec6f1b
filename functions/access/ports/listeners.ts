import type { Weights } from '../rules/lead.ts';

/** Listeners of load balancers, and the mark that one of them carries. */
export interface Listeners {
  weights(listenerArn: string): Promise<Weights>;
  /** New connections follow within seconds; established ones don't, whatever their group says. */
  lead(listenerArn: string, weights: Weights): Promise<void>;
  /** A tag's value, where the listener has the tag. */
  mark(listenerArn: string, key: string): Promise<string | undefined>;
  setMark(listenerArn: string, key: string, value: string): Promise<void>;
  /** Removing what isn't there changes nothing. */
  removeMark(listenerArn: string, key: string): Promise<void>;
}
