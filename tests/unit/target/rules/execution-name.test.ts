import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { executionName } from '../../../../functions/target/rules/execution-name.ts';
import { seeded } from '../../seeded.ts';

const prefix = 'arn:aws:rds:eu-central-1:111111111111:cluster-snapshot:';

// Defect class: duplicate delivery starts two runs.
describe('executionName', () => {
  it('the execution name is the same for the same notice and differs by run and snapshot', () => {
    const name = executionName({ run: 'one', snapshot: { arn: `${prefix}nightly-1` } });
    expect(executionName({ run: 'one', snapshot: { arn: `${prefix}nightly-1` } })).toBe(name);
    expect(executionName({ run: 'two', snapshot: { arn: `${prefix}nightly-1` } })).not.toBe(name);
    expect(executionName({ run: 'one', snapshot: { arn: `${prefix}nightly-2` } })).not.toBe(name);
  });

  it('the execution name differs by the Region in which the snapshot is shared', () => {
    const other = prefix.replace('eu-central-1', 'eu-west-1');
    expect(executionName({ run: 'one', snapshot: { arn: `${other}nightly-1` } })).not.toBe(
      executionName({ run: 'one', snapshot: { arn: `${prefix}nightly-1` } }),
    );
  });

  it('the execution name is one that Step Functions takes, whatever the snapshot is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string(), (snapshot, run) => {
        const name = executionName({ run, snapshot: { arn: prefix + snapshot } });
        expect(name).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
      }),
      seeded,
    );
  });

  it('the execution name keeps as much of a long snapshot name as fits before the hash', () => {
    const long = 'n'.repeat(71) + 'o'.repeat(50);
    expect(executionName({ run: 'one', snapshot: { arn: prefix + long } })).toMatch(
      /^n{71}-[0-9a-f]{8}$/,
    );
  });

  it('the execution name has a hyphen for each character that Step Functions does not take', () => {
    expect(executionName({ run: 'one', snapshot: { arn: `${prefix}a b_c.d-e` } })).toMatch(
      /^a-b_c-d-e-[0-9a-f]{8}$/,
    );
  });

  it('the execution name begins with the name of the snapshot', () => {
    expect(executionName({ run: 'one', snapshot: { arn: `${prefix}nightly-1` } })).toMatch(
      /^nightly-1-[0-9a-f]{8}$/,
    );
  });
});
