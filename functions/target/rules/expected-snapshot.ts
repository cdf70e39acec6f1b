import type { Notice } from '../../shared/contract/notice.ts';
import { engineFamily } from '../../shared/rules/database.ts';
import type { DatabaseKind } from '../../shared/rules/database.ts';
import { InvalidPlan } from '../../shared/rules/errors.ts';

/** @throws InvalidPlan where the notice speaks of another kind or engine than the stack is for */
export function checkSnapshot(
  notice: Notice,
  settings: { readonly kind: DatabaseKind; readonly engine: string },
): void {
  const { kind, engine } = notice.snapshot;
  if (kind !== settings.kind) {
    throw new InvalidPlan(
      `expected the snapshot of a ${settings.kind}, as DatabaseKind says; the notice speaks of the ` +
        `snapshot of a ${kind}: set DatabaseKind to ${kind}`,
    );
  }
  if (engine !== settings.engine) {
    throw new InvalidPlan(
      `expected a snapshot of ${settings.engine}, as Engine says; the notice speaks of ${engine}: ` +
        `set Engine to ${engine}, and VerifyDatabase will speak ${engineFamily(engine)}`,
    );
  }
}
