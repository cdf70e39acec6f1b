import { describe, expect, it } from '@jest/globals';
import { EngineMissing } from '../../aws/simulator/engines.ts';
import { isMissingHere } from '../../aws/simulator/missing-here.ts';
import { PostgresqlNotInstalled } from '../../aws/databases/postgresql/binaries.ts';
import { DirectoryUnreachable, NoServerUser } from '../../aws/databases/server-user.ts';
import { machineFirst } from '../../plays/scene/machine-first.ts';

const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
const slip = new Error('a slip of the simulator');

describe('a play on a machine that fails', () => {
  it.each([
    { problems: [full], defects: [] },
    { problems: [], defects: [slip, full] },
  ])("the machine's trouble is thrown, whatever it made of the play", async (slips) => {
    const simulator = { defects: slips.defects, rds: { problems: slips.problems } };
    const failing = machineFirst(simulator, () => Promise.reject(new Error('FAILED by AWS')));
    await expect(failing).rejects.toBe(full);
    await expect(machineFirst(simulator, () => Promise.resolve('ended'))).rejects.toBe(full);
  });

  it('a play on a sound machine comes to what it comes to', async () => {
    const simulator = { defects: [slip], rds: { problems: [] } };
    await expect(machineFirst(simulator, () => Promise.resolve('ended'))).resolves.toBe('ended');
    await expect(machineFirst(simulator, () => Promise.reject(slip))).rejects.toBe(slip);
  });
});

describe('what a machine has not got', () => {
  it.each([EngineMissing, PostgresqlNotInstalled, NoServerUser, DirectoryUnreachable])(
    '%p is refused in its sentence',
    (kind) => {
      expect(isMissingHere(new kind('a sentence'))).toBe(true);
      expect(isMissingHere(slip)).toBe(false);
    },
  );
});
