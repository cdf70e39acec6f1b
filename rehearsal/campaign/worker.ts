import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CampaignRequest } from './options.ts';
import { planRuns } from './plan.ts';
import { playAndJudge } from './played.ts';
import { Theatre } from './theatre.ts';

/** What a worker is told to do: its share of the campaign's runs. */
export interface Share {
  readonly request: CampaignRequest;
  readonly share: number;
  readonly shares: number;
}

const projectDirectory = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

process.once('disconnect', () => process.exit(1));
process.once('message', (share: Share) => {
  void play(share);
});

async function play({ request, share, shares }: Share): Promise<void> {
  const theatre = await Theatre.open({ projectDirectory });
  const specs = await planRuns(theatre, request);
  for (const [index, spec] of specs.entries()) {
    if (index % shares === share) process.send?.(await playAndJudge(theatre, spec));
  }
  await theatre.close();
  process.send?.('done', () => process.exit(0));
}
