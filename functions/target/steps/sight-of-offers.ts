import { Refused } from '../../shared/ports/aws-errors.ts';
import type { GroupKind, Offers } from '../../shared/ports/offers.ts';
import type { EngineVersion } from '../../shared/rules/engine-version.ts';
import type { OfferedClass } from '../../shared/rules/offered-class.ts';
import { familyOfDefault } from '../rules/fit-group.ts';
import type { Families, WantedGroup } from '../rules/fit-group.ts';
import type { Place } from '../rules/fit.ts';

/**
 * Look-ups of what a Region offers. A role may lack the permission, or an organization deny it: then
 * the answer is unknown, which is noted, and the run goes on.
 */
export class SightOfOffers {
  /** What couldn't be looked up, a sentence each. */
  readonly differences: string[] = [];
  readonly misfits = [];
  readonly #offers: Offers;

  constructor(offers: Offers) {
    this.#offers = offers;
  }

  versions(engine: string): Promise<readonly EngineVersion[] | undefined> {
    return this.#look('EngineVersion', () => this.#offers.versions(engine));
  }

  classes({ engine, version }: Place): Promise<readonly OfferedClass[] | undefined> {
    return this.#look('DBInstanceClass', () => this.#offers.classes(engine, version));
  }

  /** The family of the group that is wanted, where its name doesn't tell it. */
  async family(kind: GroupKind, { member, explicit, live }: WantedGroup): Promise<Families> {
    const name = explicit ?? live;
    if (name === undefined || familyOfDefault(name) !== undefined) return new Map();
    const found = await this.#look(member, async () => ({
      family: await this.#offers.familyOf(kind, name),
    }));
    return new Map(found && [[name, found.family]]);
  }

  async #look<Seen>(member: string, ask: () => Promise<Seen>): Promise<Seen | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.differences.push(
        `${member} is taken as it is; AWS let nobody look whether it fits: ${error.message}`,
      );
      return undefined;
    }
  }
}
