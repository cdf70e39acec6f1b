import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { neverUsed } from '../../rehearsal/campaign/never-used.ts';
import { reviewPermissions } from '../../rehearsal/campaign/permission-review.ts';
import { parseRunId } from '../../rehearsal/campaign/run-spec.ts';
import { scenarios } from '../../rehearsal/campaign/scenario.ts';
import { Theatre } from '../../rehearsal/campaign/theatre.ts';

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const renaming = { swap: 'ModifyDBCluster', 'swap-instance': 'ModifyDBInstance' } as const;

/** Few runs that together need what all of them need: every scenario, and each way to fail. */
const runs = [
  ...scenarios.map(({ name }) => `${name}/clean`),
  // Discarded, and met while it works.
  'swap-discard/target.AddInstances.0:crash-before:lasting',
  'swap/another:same@RestoreCluster',
  ...(['swap', 'swap-instance'] as const).flatMap((name) => [
    `${name}/source.CopySnapshot.0:crash-before:lasting`,
    `${name}/target.RestoreCluster.0:crash-before:lasting`,
    // Between the renames: the old database gets the name back.
    `${name}/target.SwapNames.${renaming[name]}.1:refused:once`,
    `${name}/notice:malformed-json`,
    // What one left under the temporary name makes room for newer data.
    `${name}/another:newer@End+target.VerifyPostgresql.GetSecretValue.0:refused:once`,
  ]),
  // What lost its instances under the live name is renamed away again.
  'swap/target.SwapNames.2:crash-before:lasting+live-instances-lost@target.RollBack',
];

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open({ projectDirectory });
  for (const id of runs) {
    const spec = parseRunId(id);
    if (spec === undefined) throw new Error(`no run is called ${id}`);
    await theatre.play({ ...spec, seed: 1 });
  }
}, 300_000);
afterAll(() => theatre.close());

describe('what the templates allow', () => {
  it('is reviewed for what nobody needs, and for exceptions that somebody does', () => {
    const permissions = {
      one: { name: 'needed', used: true },
      other: { name: 'idle', used: false },
      third: { name: 'forgotten', used: false },
    };
    const exceptions = [{ why: 'so', permissions: ['idle', 'needed', 'gone'] }];

    const { unused, stale } = reviewPermissions(permissions, exceptions);

    expect({ unused, stale }).toEqual({ unused: ['forgotten'], stale: ['gone', 'needed'] });
  });

  it('has its exceptions in the documentation, each with its reason', async () => {
    const page = await readFile(path.join(projectDirectory, 'docs/campaign.md'), 'utf8');

    expect(neverUsed.filter(({ why }) => !page.includes(why))).toEqual([]);
  });

  it('is needed by some run, but for the exceptions that are listed with a reason', () => {
    const { unused, stale, granted } = reviewPermissions(theatre.permissions);

    expect({ unused, stale }).toEqual({ unused: [], stale: [] });
    expect(granted).toBeGreaterThan(300);
  });
});
