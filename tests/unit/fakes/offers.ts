import { Refused } from '../../../functions/shared/ports/aws-errors.ts';
import type { GroupKind, Offers } from '../../../functions/shared/ports/offers.ts';
import type { EngineVersion } from '../../../functions/shared/rules/engine-version.ts';
import type { OfferedClass } from '../../../functions/shared/rules/offered-class.ts';
import { turn } from './turn.ts';

/** What a Region offers of every engine: three majors, and the classes that the factories name. */
export class FakeOffers implements Offers {
  /** Look-ups that AWS refuses. */
  readonly denied = new Set<keyof Offers>();
  /** What was looked up, in order: `familyOf parameters tuned`. */
  readonly asked: string[] = [];
  /** Own groups by kind and name: `parameters tuned`. */
  readonly groups = new Map<string, string>();
  #versions: readonly [version: string, family: string, isOffered: boolean][] = [
    ['15.2', '15', false],
    ['15.10', '15', true],
    ['16.2', '16', false],
    ['16.4', '16', true],
    ['16.6', '16', true],
    ['16.4-limitless', '16', true],
    ['17.2', '17', true],
  ];
  #classes: readonly OfferedClass[] = [
    'db.r6g.large',
    'db.r7g.large',
    'db.r8g.large',
    'db.t4g.medium',
  ].flatMap((instanceClass) =>
    ['aurora', 'aurora-iopt1'].map((storageType) => ({ instanceClass, storageType })),
  );

  withdrawVersion(version: string): this {
    this.#versions = this.#versions.map((one) =>
      one[0] === version ? [one[0], one[1], false] : one,
    );
    return this;
  }

  /** Offers these alone, each with each storage type. */
  offerClasses(classes: readonly string[], storageTypes: readonly string[]): this {
    this.#classes = classes.flatMap((instanceClass) =>
      storageTypes.map((storageType) => ({ instanceClass, storageType })),
    );
    return this;
  }

  async versions(engine: string): Promise<readonly EngineVersion[]> {
    await this.#ask('versions', engine);
    return this.#versions.map(([version, major, isOffered]) => ({
      version,
      family: `${engine}${major}`,
      isOffered,
      exportableLogs: ['postgresql', 'instance'],
    }));
  }

  async classes(engine: string, version: string): Promise<readonly OfferedClass[]> {
    await this.#ask('classes', engine, version);
    return this.#classes;
  }

  async familyOf(kind: GroupKind, name: string): Promise<string | undefined> {
    await this.#ask('familyOf', kind, name);
    return this.groups.get(`${kind} ${name}`);
  }

  async #ask(what: keyof Offers, ...of: readonly string[]): Promise<void> {
    this.asked.push([what, ...of].join(' '));
    await turn();
    if (this.denied.has(what)) throw new Refused('AccessDenied: not authorized');
  }
}
