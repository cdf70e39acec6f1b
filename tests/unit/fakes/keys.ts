import type { KeyDescription, Keys } from '../../../functions/shared/ports/keys.ts';
import { turn } from './turn.ts';

/** The keys of every Region, by ARN; enabled and customer-managed unless said otherwise. */
export function fakeKeys(
  keys: Readonly<Record<string, Partial<KeyDescription>>>,
): Keys & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  return {
    asked,
    async describe(arn) {
      asked.push(arn);
      await turn();
      const key = keys[arn];
      return key && { arn, manager: 'CUSTOMER', state: 'Enabled', ...key };
    },
  };
}
