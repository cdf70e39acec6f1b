import { readFile } from 'node:fs/promises';
import * as rds from '@aws-sdk/client-rds';
import { NormalizedSchema } from '@smithy/core/schema';
import { describe, expect, it } from '@jest/globals';
import {
  DatabaseSettings,
  MemberSettings,
  memberName,
} from '../../../../../functions/shared/rules/database-settings.ts';
import type { SettingName } from '../../../../../functions/shared/rules/database-settings.ts';
import type { Call } from '../../../../../functions/shared/adapters/carried/fate.ts';
import { carriedPage, fateTables } from '../../../../../scripts/carried/page.ts';
import type { FateRows } from '../../../../../scripts/carried/page.ts';

/** The members of a structure in the model that the SDK's client carries with it. */
function membersOf(shape: string): string[] {
  const schema = (rds as unknown as Record<string, unknown>)[`${shape}$`];
  const structure = NormalizedSchema.of(schema as Parameters<typeof NormalizedSchema.of>[0]);
  return [...structure.structIterator()].map(([name]) => name);
}

function missing(shape: string, rows: FateRows): string[] {
  return membersOf(shape).filter((member) => !(member in rows));
}

function carriedRows(rows: FateRows) {
  return Object.entries(rows).flatMap(([member, row]) =>
    row.fate === 'carried' ? [{ member, ...row }] : [],
  );
}

describe('the tables of what is carried', () => {
  it.each(fateTables)('$title has a fate for each member of the SDK', ({ shape, rows }) => {
    expect(membersOf(shape).length).toBeGreaterThan(25);
    expect(missing(shape, rows)).toEqual([]);
  });

  it.each(fateTables)('$title has no member that the SDK has not', ({ shape, rows }) => {
    const known = new Set(membersOf(shape));
    expect(Object.keys(rows).filter((member) => !known.has(member))).toEqual([]);
  });

  it.each(fateTables)('a member that is taken out of $title is missed', ({ shape, rows }) => {
    for (const planted of Object.keys(rows)) {
      const { [planted]: _, ...others } = rows;
      expect(missing(shape, others)).toEqual([planted]);
    }
  });

  it.each(fateTables)('every input that $title names is a member of its call', ({ rows }) => {
    const wrong = carriedRows(rows).flatMap(({ member, input = {}, write }) =>
      Object.entries(input).flatMap(([call, name]) =>
        write === undefined && !membersOf(inputOf(call as Call)).includes(name)
          ? [`${member}: ${call} has no ${name}`]
          : [],
      ),
    );
    expect(wrong).toEqual([]);
  });

  it.each(fateTables)('every row of $title says how or why', ({ rows }) => {
    const silent = Object.entries(rows).filter(([, row]) => {
      switch (row.fate) {
        case 'carried':
          return (row.setting ?? row.with) === undefined || row.by.length === 0;
        case 'reported':
          return row.advice === '';
        case 'refused':
        case 'none':
          return row.why === '';
      }
    });
    expect(silent).toEqual([]);
  });

  it('every setting is read from one member of a cluster or an instance, by its name', () => {
    const [cluster, member, instance] = fateTables;
    const misnamed = (
      [
        ['cluster', cluster?.rows],
        ['member', member?.rows],
        ['instance', instance?.rows],
      ] as const
    ).flatMap(([of, rows]) =>
      carriedRows(rows ?? {}).filter(
        ({ member: name, setting }) => setting !== undefined && memberName(setting, of) !== name,
      ),
    );
    expect(misnamed).toEqual([]);
    const read = new Set(
      [cluster, instance].flatMap((table) =>
        carriedRows(table?.rows ?? {}).flatMap(({ setting }) => setting ?? []),
      ),
    );
    expect([...read].toSorted()).toEqual(Object.keys(DatabaseSettings.shape).toSorted());
  });

  it('every setting of a member is read from a member of a cluster', () => {
    const read = carriedRows(fateTables[1]?.rows ?? {}).flatMap(({ setting }) => setting ?? []);
    expect(read.toSorted()).toEqual(
      (Object.keys(MemberSettings.shape) as SettingName[]).toSorted(),
    );
  });

  it('docs/carried.md is made from them: npm run draw makes it anew', async () => {
    expect(await readFile('docs/carried.md', 'utf8')).toBe(carriedPage());
  });
});

function inputOf(call: Call): string {
  return call === 'EnableHttpEndpoint' ? 'EnableHttpEndpointRequest' : `${call}Message`;
}
