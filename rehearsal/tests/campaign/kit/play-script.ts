import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { scenarios } from '../../../plays/campaign/scenario.ts';
import type { Scenario } from '../../../plays/campaign/scenario.ts';
import { CampaignRunner } from '../../../plays/campaign/campaign-runner.ts';
import { Director } from './director.ts';
import { Outcome } from './outcome.ts';
import { Mishaps } from './mishaps.ts';

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');

/** A scenario of the campaign, changed; each change has a name, for it is deployed by itself. */
export interface Setting extends Partial<Omit<Scenario, 'name'>> {
  readonly base: string;
  readonly name?: string;
}

/**
 * Plays a script on a scenario, in a simulator of its own.
 * @param seed draws how long things take
 * @throws Error when the simulator itself trips over something
 */
export async function playScript(
  { base, name, ...changes }: Setting,
  script: (director: Director) => Promise<void>,
  seed = 1,
): Promise<Outcome> {
  const found = scenarios.find((one) => one.name === base);
  if (found === undefined) throw new Error(`no scenario is called ${base}`);
  const scenario = { ...found, ...changes, name: name === undefined ? base : `${base}-${name}` };
  const mishaps = new Mishaps();
  const runner = await CampaignRunner.open({ projectDirectory, understudy: mishaps.understudy });
  try {
    const { first } = await runner.play({
      scenario,
      faults: [],
      seed,
      script: (scene) => script(new Director(scene, scenario, mishaps)),
    });
    if (first.defects.length > 0)
      throw new Error(`the simulator tripped: ${first.defects.join('; ')}`);
    return new Outcome(first);
  } finally {
    await runner.close();
  }
}
