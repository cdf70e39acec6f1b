import { describe, expect, it } from '@jest/globals';
import { Engine } from '../../../../functions/lab/rules/engine.ts';
import { preparationOf } from '../../../../functions/lab/rules/preparation.ts';
import { statementsOf } from '../../../../functions/lab/rules/statements.ts';

describe.each(Engine.options)('the statements of %s', (engine) => {
  const statements = statementsOf(engine);
  const prepared = (user: string | undefined, database = 'lab') =>
    preparationOf({ engine, database, user });

  it('a row is written with its run, path, client and id', () => {
    expect(
      statements.write({ run: '0a1b', path: 'nlb', client: 3, id: 1_772_438_400_000_000 }),
    ).toBe(
      'INSERT INTO probe_rows (run, path, client, id) ' +
        "VALUES ('0a1b', 'nlb', 3, 1772438400000000)",
    );
  });

  it.each(["a'", '', 'g', '0 1', '0A'])('a run called %j is refused', (run) => {
    for (const statement of [statements.kept, statements.forget]) {
      expect(() => statement(run)).toThrow('hexadecimal digits');
    }
  });

  it('the demo’s query asks for each singer in turn', () => {
    const asked = new Set([0, 1, 2, 3, 4, 5, 6].map(statements.ask));

    expect(asked.size).toBe(5);
  });

  it('every statement of the preparation may be said again', () => {
    const again = /IF NOT EXISTS|NOT EXISTS \(SELECT|^GRANT|^ALTER USER|^DO /;

    expect(prepared('probe').filter((statement) => !again.test(statement))).toEqual([]);
    expect(prepared('probe').length).toBeGreaterThan(15);
  });

  it('no user is made where all sign in by the secret', () => {
    expect(prepared(undefined).join('\n')).not.toMatch(/GRANT|CREATE (USER|ROLE)/);
  });

  it('no password is in any statement', () => {
    expect(prepared('probe').join('\n')).not.toMatch(/PASSWORD|IDENTIFIED BY/i);
  });

  it.each(["pro'be", 'Probe', 'probe user', '', '1probe'])('the user %j is refused', (user) => {
    expect(() => prepared(user)).toThrow(`found "${user}"`);
  });
});

describe('who signs in by a token', () => {
  it.each([
    ['aurora-postgresql', 'GRANT rds_iam TO probe'],
    ['aurora-mysql', "IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'"],
  ] as const)('a user of %s is let in as RDS documents it', (engine, words) => {
    expect(preparationOf({ engine, database: 'lab', user: 'probe' }).join('\n')).toContain(words);
  });
});
