import { tagKeys } from '../../shared/rules/tags.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import type { Database } from '../../shared/rules/database.ts';

/**
 * What is seen of a recovery's names where Preflight failed: the run made nothing, and an earlier one may
 * have been stopped in its swap.
 * @param names as the stack is set to; of drills no name is known without a plan
 */
export async function leftUnplanned(
  names: { readonly live: string; readonly temporary: string },
  databases: Databases,
): Promise<string[]> {
  const found = await databases.byNames(names.live, names.temporary);
  const live = found.find(({ identifier }) => identifier === names.live);
  const temporary = found.find(({ identifier }) => identifier === names.temporary);
  const successor = [temporary, live].find((one) => one?.tags[tagKeys.replaces] !== undefined);
  const replaced = successor?.tags[tagKeys.replaces];
  const [old] = replaced === undefined ? [] : await databases.byResourceId(replaced);
  return [
    'of this run nothing: Preflight makes nothing',
    live
      ? `the live name "${names.live}" is held by ${seen(live)}`
      : `NOBODY answers to the live name "${names.live}", unless this recovery is the first`,
    ...(temporary ? [`"${names.temporary}" was there before this run: ${seen(temporary)}`] : []),
    ...(successor && old && old.resourceId !== live?.resourceId
      ? [`what "${successor.identifier}" replaces is called "${old.identifier}": ${seen(old)}`]
      : []),
  ];
}

function seen({ resourceId, status }: Database): string {
  const passing = status === 'renaming' ? ': its name changes, look again' : '';
  return `${resourceId}, which is ${status}${passing}`;
}
