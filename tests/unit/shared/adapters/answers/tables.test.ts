import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { ServiceAnswers } from '../../../../../functions/shared/adapters/answers/verdict.ts';
import { tables } from './tables.ts';
import type { Table } from './tables.ts';

const root = new URL('../../../../../', import.meta.url);

/** Every command that a file of the functions imports, by package. */
function callsMade(): string[] {
  return readdirSync(new URL('functions/', root), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const source = readFileSync(new URL(`functions/${file}`, root), 'utf8');
      const imports = [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/(client-[\w-]+)'/g)];
      return imports.flatMap(([, names = '', from = '']) =>
        [...names.matchAll(/\b(\w+)Command\b/g)].map(([, call = '']) => `${from} ${call}`),
      );
    });
}

/** What the SDK's model lists for a call, as the declaration of its command has it. */
function errorsOf(from: string, call: string): string[] {
  const file = `node_modules/@aws-sdk/${from}/dist-types/commands/${call}Command.d.ts`;
  const text = readFileSync(new URL(file, root), 'utf8');
  return [...text.matchAll(/@throws \{@link (\w+)\} \((?:client|server) fault\)/g)]
    .map(([, name = '']) => name)
    .toSorted();
}

/** Where a table and the model differ, a sentence each. */
function differences({ package: from }: Table, answers: ServiceAnswers): string[] {
  return Object.entries(answers).flatMap(([call, rows]) => {
    const listed = errorsOf(from, call);
    return [
      ...listed.filter((name) => !(name in rows)).map((name) => `${call} lacks ${name}`),
      ...Object.keys(rows)
        .filter((name) => !listed.includes(name))
        .map((name) => `${call} has ${name}, which the model does not list`),
    ];
  });
}

describe('the tables of answers', () => {
  it('every call that the functions make has a table, and no other call has', () => {
    const sorted = tables.flatMap(({ package: from, answers }) =>
      Object.keys(answers).map((call) => `${from} ${call}`),
    );

    expect(sorted.toSorted()).toEqual([...new Set(callsMade())].toSorted());
    expect(sorted.length).toBeGreaterThan(50);
  });

  it.each(tables)('the tables of $service list what its model lists', (table) => {
    expect(differences(table, table.answers)).toEqual([]);
  });

  it('an error too few and an error too many are found', () => {
    const [rds] = tables as [Table];
    const { DBInstanceNotFoundFault: _, ...fewer } = rds.answers['RebootDBInstance'] ?? {};
    const planted = { RebootDBInstance: { ...fewer, Invented: { class: 'unexpected' as const } } };

    expect(differences(rds, planted)).toEqual([
      'RebootDBInstance lacks DBInstanceNotFoundFault',
      'RebootDBInstance has Invented, which the model does not list',
    ]);
  });

  it('every error that is wrong input says what to change', () => {
    const said = tables.flatMap(({ answers }) =>
      Object.values(answers)
        .flatMap((rows) => Object.values(rows))
        .flatMap((verdict) => (verdict.class === 'wrong-input' ? [verdict.change] : [])),
    );

    expect(said.length).toBeGreaterThan(100);
    expect(said.filter((change) => !/\w \w/.test(change) || change.endsWith('.'))).toEqual([]);
  });
});
