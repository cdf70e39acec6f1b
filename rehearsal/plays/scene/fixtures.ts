import { loadDataset } from '../../aws/databases/dataset/load.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { Audience } from '../rehearse/live-database.ts';
import type { Operator } from '../operator/operator.ts';
import { source, target } from './locations.ts';
import { givenAtCreation, makeOwnGroups } from './own-settings.ts';
import { kindOf } from './setting.ts';
import type { Setting } from './setting.ts';
import { sourceKeyPolicy } from './source-key-policy.ts';
import { makeVerifier } from './verifier.ts';

/** The name that applications know, in both accounts. */
export const liveName = 'orders';
export const temporaryName = 'orders-restoring';

/** A drill restores under a name of its own. */
export function temporaryNameIn(mode: 'swap' | 'standby' | 'drill'): string {
  return mode === 'drill' ? `${temporaryName}-drill` : temporaryName;
}

/** What is there before Understudy is deployed. */
export interface Fixtures {
  /** The KMS key of the source database; undefined where it has none to name. */
  readonly sourceKeyArn: string | undefined;
}

/**
 * Makes the databases: the source with today's data and, unless the target is empty, a live one in
 * the target that holds last month's.
 */
export async function makeFixtures(
  setting: Setting,
  parts: {
    readonly simulator: Simulator;
    readonly operator: Operator;
    readonly audience: Audience;
    readonly master: { readonly user: string; readonly password: string };
  },
): Promise<Fixtures> {
  const { simulator, operator, audience, master } = parts;
  const sourceKeyArn = keyOfSource(setting, simulator);
  const encryption =
    setting.encryption === 'none' || setting.encryption === 'aws-owned'
      ? setting.encryption
      : { keyId: sourceKeyArn ?? '' };
  await operator.create(setting, {
    location: source,
    identifier: liveName,
    master,
    encryption,
    deletionProtection: true,
  });
  await simulator.clock.run(
    simulator.clock.hold(() =>
      audience.use(source, liveName, async (sql) => {
        await loadDataset(sql, setting.seed);
        if (setting.login === 'iam') await makeVerifier(sql);
      }),
    ),
  );
  if (!setting.emptyTarget) {
    if (setting.ownSettings) makeOwnGroups(setting, simulator);
    await operator.create(setting, {
      location: target,
      identifier: liveName,
      master,
      encryption: { keyId: simulator.kms.managedKey(target, 'rds').arn },
      deletionProtection: false,
      ...(setting.ownSettings && { more: givenAtCreation(setting) }),
    });
    await simulator.clock.run(
      simulator.clock.hold(() =>
        audience.use(target, liveName, (sql) =>
          loadDataset(sql, setting.seed + 1, {
            customers: 100,
            accounts: 150,
            orders: 200,
            linesPerOrder: 2,
          }),
        ),
      ),
    );
  }
  return { sourceKeyArn };
}

function keyOfSource(setting: Setting, simulator: Simulator): string | undefined {
  if (setting.encryption === 'aws-managed') return simulator.kms.managedKey(source, 'rds').arn;
  if (setting.encryption !== 'customer') return undefined;
  return simulator.kms.createKey(source, {
    description: `The database's own key (${kindOf(setting)})`,
    policy: sourceKeyPolicy,
  });
}
