import { liveName } from '../scenario/cast.ts';
import { source } from '../scenario/places.ts';
import type { Stage } from '../stage/stage.ts';
import { isDatabase, volumeOf } from './facts.ts';
import type { Entry, TracedEngine } from './traced-engine.ts';

/**
 * The applications of both accounts. Each writes an entry to its database, and another right after
 * every copy that is taken of it: so two captures of a database differ, and from what it holds later.
 * @returns the entries of the source's, as they come to be
 */
export async function letApplicationsWrite(
  stage: Stage,
  engine: TracedEngine,
): Promise<readonly Entry[]> {
  const { clock, rds } = stage;
  const atSource: Entry[] = [];
  const placeOf = new Map(
    rds
      .inventory()
      .filter((item) => isDatabase(item) && item.identifier === liveName)
      .map((item): [string, Entry['place']] => [
        volumeOf(item),
        item.location.accountId === source.accountId ? 'source' : 'target',
      ]),
  );
  const write = async (volume: string): Promise<void> => {
    const place = placeOf.get(volume);
    if (place === undefined || !engine.answersAt(volume)) return;
    const entry = { place, at: clock.now() };
    await engine.write(volume, entry);
    if (place === 'source') atSource.push(entry);
  };
  await clock.run(
    clock.hold(async () => {
      for (const volume of placeOf.keys()) await write(volume);
    }),
  );
  engine.onCopied(write);
  return atSource;
}
