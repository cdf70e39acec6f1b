import type { ScalableTargets } from '../../../functions/target/ports/scalable-targets.ts';
import type { ScalingSeen } from '../../../functions/target/rules/scalable-target.ts';
import { turn } from './turn.ts';

/** What scales clusters as Application Auto Scaling shows it, or the error that it ends with. */
export function fakeScaling(
  answer: ScalingSeen | Error = { state: 'none' },
): ScalableTargets & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  return {
    asked,
    async of(cluster) {
      await turn();
      asked.push(cluster);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}
