import { beforeAll, describe, expect, it } from '@jest/globals';
import { findMariaDb } from '../../aws/databases/mariadb/binaries.ts';
import type { SettingsAccount } from '../../plays/rehearse/settings-account.ts';
import type { Setting } from '../../plays/scene/setting.ts';
import { playScene, sound, soundnessOf } from './scene.ts';
import type { Scene } from './scene.ts';

/** A database that is rehearsed with settings of its own, and how many are carried at least. */
interface Case {
  readonly setting: Partial<Setting> & Pick<Setting, 'engine'>;
  readonly differing: number;
  readonly carried: number;
}

const mariaDb = await findMariaDb();

/** Measured; a member more in the simulator raises them. */
const cases: readonly Case[] = [
  { setting: { engine: 'aurora-postgresql', readers: 1 }, differing: 72, carried: 62 },
  { setting: { engine: 'postgres' }, differing: 41, carried: 34 },
  ...(mariaDb === undefined
    ? []
    : [{ setting: { engine: 'aurora-mysql' as const }, differing: 54, carried: 44 }]),
];

describe.each(cases)(
  'a live database with settings of its own ($setting.engine)',
  ({ setting, differing, carried }) => {
    let scene: Scene;
    let account: SettingsAccount;
    beforeAll(async () => {
      scene = await playScene({ ...setting, ownSettings: true });
      account = scene.report.settings as SettingsAccount;
    }, 300_000);

    it('a recovery with settings of its own succeeds, and keeps the protected old database', () => {
      expect(soundnessOf(scene.report)).toEqual(sound);
      expect(scene.report.databases.map(({ role }) => role)).toContain('live in the target');
    });

    it("nothing that differed from AWS's defaults is lost in silence", () => {
      const { reported, ofNoMatter, unaccounted } = account;

      expect(unaccounted).toEqual([]);
      expect(account.carried + reported + ofNoMatter).toBe(account.differing);
    });

    it('the live database has at least as many of its own settings as were measured', () => {
      expect(account.differing).toBeGreaterThanOrEqual(differing);
      expect(account.carried).toBeGreaterThanOrEqual(carried);
    });

    it('each setting that is reported has a sentence in the differences', () => {
      const told = scene.report.differences.filter((text) => /not carried|: reports /.test(text));

      expect(told).toHaveLength(account.reported);
    });
  },
);
