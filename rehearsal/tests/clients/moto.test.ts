import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { project } from '../../../scripts/checks/project.ts';
import { filesUnder } from '../../../tests/template/sources.ts';
import { differences } from './moto-comparison/differences.ts';
import { followers, listedIn, rowOf } from './moto-comparison/listed-differences.ts';
import { motoWorld } from './moto-comparison/moto-world.ts';
import { play, script } from './moto-comparison/play.ts';
import type { Played } from './moto-comparison/play.ts';
import { snapshotLimit } from './moto-comparison/quotas.ts';
import { rehearsedWorld } from './moto-comparison/rehearsed-world.ts';
import type { World } from './moto-comparison/world.ts';

/** Where a function's calls of AWS are. */
const adapterFolders = [
  'functions/shared/adapters',
  'functions/target/aws',
  'functions/access/aws',
];
const document = path.join(project, 'docs', 'moto-comparison.md');
let listed: ReturnType<typeof listedIn>;
let measured: ReturnType<typeof differences>;

beforeAll(async () => {
  listed = listedIn(await readFile(document, 'utf8'));
  const moto = await playIn(await motoWorld(snapshotLimit));
  const rehearsal = await playIn(await rehearsedWorld());
  measured = differences(moto, rehearsal);
});

async function playIn(world: World): Promise<readonly Played[]> {
  try {
    return await play(world);
  } finally {
    await world.close();
  }
}

describe('moto and the simulator', () => {
  it('moto and the simulator differ in nothing that the document leaves out', () => {
    const known = new Set(listed.map(rowOf));

    expect(measured.map(rowOf).filter((row) => !known.has(row))).toEqual([]);
  });

  it('moto and the simulator differ in everything that the document lists', () => {
    const found = new Set(measured.map(rowOf));

    expect(listed.map(rowOf).filter((row) => !found.has(row))).toEqual([]);
  });

  it('every listed difference between moto and the simulator says which of them follows AWS, and why', () => {
    const unjudged = listed.filter(
      ({ follower, why }) => !followers.includes(follower) || why.length < 20,
    );

    expect(listed.length).toBeGreaterThan(50);
    expect(unjudged.map(rowOf)).toEqual([]);
  });

  it('moto and the simulator are asked each question once', () => {
    const names = script.flatMap(({ call, asked }) => (call ? [`${call} ${asked}`] : []));

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('moto and the simulator are asked every call of the adapters', async () => {
    const asked = new Set(script.flatMap(({ call }) => call?.split(' ')[1] ?? []));

    const called = (await Promise.all(adapterFolders.flatMap(filesUnder).map(commandsOf))).flat();

    expect(called.length).toBeGreaterThan(30);
    expect(called.filter((command) => !asked.has(command))).toEqual([]);
  });
});

/** The commands that a file sends to the services that moto is asked about. */
async function commandsOf(file: string): Promise<readonly string[]> {
  const text = await readFile(path.join(project, file), 'utf8');
  const imports =
    /import \{([^}]+)\} from '@aws-sdk\/client-(?:rds|kms|sns|sfn|elastic-load-balancing-v2)'/g;
  return [...text.matchAll(imports)].flatMap(([, names = '']) =>
    [...names.matchAll(/(\w+)Command\b/g)].map(([, command = '']) => command),
  );
}
