// One file: what the port of databases does, in memory.
import type {
  AssociatedRole,
  DatabaseSettings,
} from '../../../functions/shared/rules/database-settings.ts';
import type { Database, Member } from '../../../functions/shared/rules/database.ts';
import { sameSetting } from '../../../functions/shared/rules/same-setting.ts';
import { AlreadyExists, NotInState, Refused } from '../../../functions/shared/ports/aws-errors.ts';
import type {
  Databases,
  MemberRequest,
  RestoreRequest,
} from '../../../functions/shared/ports/databases.ts';
import { aDatabase, aMasterSecret, aMember } from '../factories/databases.ts';
import { Faults } from './faults.ts';
import { turn } from './turn.ts';

type Acting = Exclude<keyof Databases, 'byName' | 'byResourceId' | 'members'>;

interface Held {
  database: Database;
  members: Member[];
  /** What Describe shows while it lags. */
  stale: Database | undefined;
  /** Names that renames under way will give, by the names of now. */
  readonly becoming: Map<string, string>;
  successor: string | undefined;
}

/**
 * Databases as AWS keeps them: what is asked for is under way until `settle`, and refused meanwhile.
 * It fails with the conditions that the adapters throw.
 */
export class FakeDatabases implements Databases {
  /** What was asked for and accepted, in order: `rename orders orders-retired`. */
  readonly accepted: string[] = [];
  readonly restores: RestoreRequest[] = [];
  readonly newMembers: MemberRequest[] = [];
  readonly faults = new Faults<Acting>();
  /** Settings that this database doesn't take. */
  readonly refusedSettings: string[] = [];
  /** Whether Describe shows the former state until `settle`. */
  lagging = false;
  readonly #held: Held[] = [];

  add(database: Database, members: readonly Member[] = []): this {
    this.#held.push({
      database,
      members: [...members],
      stale: undefined,
      becoming: new Map(),
      successor: undefined,
    });
    return this;
  }

  /** Changes what is seen of the database that has the name now. */
  change(identifier: string, changes: Partial<Database>): void {
    const held = this.#named(identifier);
    if (held) held.database = { ...held.database, ...changes };
  }

  changeMember(identifier: string, changes: Partial<Member>): void {
    for (const held of this.#held) {
      held.members = held.members.map((member) =>
        member.identifier === identifier ? { ...member, ...changes } : member,
      );
    }
  }

  /** Names, statuses and members now, for a test to look at. */
  summary(): Record<string, string> {
    return Object.fromEntries(
      this.#held.map(({ database, members }) => [
        database.identifier,
        [database.resourceId, ...members.map(({ identifier }) => identifier)].join(' '),
      ]),
    );
  }

  /** Time passes: everything that is under way comes to its end. */
  settle(): void {
    for (const held of this.#held.splice(0)) {
      if (held.database.status === 'deleting') continue;
      const rename = <Named extends { identifier: string }>(one: Named): Named => ({
        ...one,
        identifier: held.becoming.get(one.identifier) ?? one.identifier,
        status: 'available',
      });
      const successor = held.successor;
      const { masterSecret } = held.database;
      if (masterSecret) {
        held.database = { ...held.database, masterSecret: { ...masterSecret, status: 'active' } };
      }
      this.add(
        rename(held.database),
        held.members
          .filter(({ status }) => status !== 'deleting')
          .map((member) =>
            successor ? { ...member, isWriter: member.identifier === successor } : member,
          )
          .map(rename),
      );
    }
  }

  async byName(identifier: string): Promise<Database | undefined> {
    await turn();
    return this.#held.map(seen).find((database) => database.identifier === identifier);
  }

  async byNames(...identifiers: readonly string[]): Promise<readonly Database[]> {
    await turn();
    return this.#held.map(seen).filter(({ identifier }) => identifiers.includes(identifier));
  }

  async byResourceId(...resourceIds: readonly string[]): Promise<readonly Database[]> {
    await turn();
    return this.#held.map(seen).filter(({ resourceId }) => resourceIds.includes(resourceId));
  }

  /** Who writes is known only of a database that says so itself. */
  async members(
    ...databases: readonly Pick<Database, 'identifier' | 'writer'>[]
  ): Promise<readonly Member[]> {
    await turn();
    return databases
      .flatMap(({ identifier, writer }) =>
        (this.#named(identifier)?.members ?? []).map((member) => ({
          ...member,
          databaseIdentifier: identifier,
          isWriter: member.isWriter && member.identifier === writer,
        })),
      )
      .toSorted((one, other) => Number(other.isWriter) - Number(one.isWriter));
  }

  restore(request: RestoreRequest): Promise<Database> {
    return this.#act('restore', request.identifier, () => {
      this.#requireFree(request.identifier);
      this.restores.push(request);
      const database = aDatabase({
        identifier: request.identifier,
        resourceId: 'cluster-RESTORED',
        status: 'creating',
        tags: request.tags,
        settings: request.settings,
      });
      this.add(database);
      return database;
    });
  }

  addMember(request: MemberRequest): Promise<void> {
    return this.#act('addMember', request.identifier, () => {
      const held = this.#requireAvailable(request.databaseIdentifier);
      this.#requireFreeMember(request.identifier);
      this.newMembers.push(request);
      held.members.push(
        aMember({
          identifier: request.identifier,
          status: 'creating',
          isWriter: held.members.length === 0,
          tags: request.tags,
        }),
      );
    });
  }

  /** Takes any setting but those that `refusedSettings` names. */
  apply(
    { identifier, settings }: Pick<Database, 'identifier' | 'settings'>,
    wanted: DatabaseSettings,
  ): Promise<'nothing' | 'accepted'> {
    const changes = Object.entries(wanted).filter(
      ([name, value]) =>
        !sameSetting(value, settings[name as keyof DatabaseSettings]) &&
        !this.refusedSettings.includes(name),
    );
    if (changes.length === 0) return Promise.resolve('nothing');
    const what = changes.map(([name]) => name).join(' ');
    return this.#act('apply', `${identifier} ${what}`, () => {
      const { database } = this.#requireAvailable(identifier);
      this.change(identifier, {
        status: 'modifying',
        settings: { ...database.settings, ...Object.fromEntries(changes) },
      });
      return 'accepted';
    });
  }

  regroup(identifier: string, groups: DatabaseSettings): Promise<void> {
    return this.#act('regroup', `${identifier} ${JSON.stringify(groups)}`, () => {
      const { database, members } = this.#requireAvailable(identifier);
      const toRestart =
        groups.parameterGroup === undefined
          ? database.toRestart
          : members.map((member) => member.identifier);
      this.change(identifier, { settings: { ...database.settings, ...groups }, toRestart });
    });
  }

  regroupMember(identifier: string, parameterGroup: string): Promise<void> {
    return this.#act('regroupMember', `${identifier} ${parameterGroup}`, () => {
      this.#requireMember(identifier);
      this.changeMember(identifier, { settings: { parameterGroup }, isToRestart: true });
    });
  }

  restart(identifier: string): Promise<void> {
    return this.#act('restart', identifier, () => {
      const { database } = this.#requireMember(identifier);
      this.changeMember(identifier, { status: 'rebooting', isToRestart: false });
      const toRestart = database.toRestart.filter((name) => name !== identifier);
      this.change(database.identifier, { toRestart });
    });
  }

  enableDataApi(arn: string): Promise<void> {
    return this.#act('enableDataApi', arn, () => {
      const held = this.#held.find(({ database }) => database.arn === arn);
      if (!held) throw new Error(`DBClusterNotFoundFault: ${arn}`);
      held.database = { ...held.database, settings: { ...held.database.settings, dataApi: true } };
    });
  }

  addRole(identifier: string, role: AssociatedRole): Promise<void> {
    return this.#act('addRole', `${identifier} ${role.arn}`, () => {
      const { database } = this.#requireAvailable(identifier);
      const roles = [...(database.settings.roles ?? []), role];
      this.change(identifier, { settings: { ...database.settings, roles } });
    });
  }

  protect(identifier: string): Promise<void> {
    return this.#act('protect', identifier, () => {
      this.#requireAvailable(identifier);
      this.change(identifier, { deletionProtection: true });
    });
  }

  manageMasterPassword(identifier: string, keyArn: string | undefined): Promise<void> {
    return this.#act('manageMasterPassword', `${identifier} ${keyArn ?? 'default key'}`, () => {
      this.#requireAvailable(identifier);
      const masterSecret = aMasterSecret({
        arn: `${identifier}-secret`,
        status: 'creating',
        keyArn,
      });
      this.change(identifier, { masterSecret, status: 'resetting-master-credentials' });
    });
  }

  tag(arn: string, tags: Database['tags']): Promise<void> {
    return this.#act('tag', `${arn} ${Object.keys(tags).join(' ')}`, () => {
      const held = this.#held.find(({ database }) => database.arn === arn);
      if (!held) throw new Error(`DBClusterNotFoundFault: ${arn}`);
      held.database = { ...held.database, tags: { ...held.database.tags, ...tags } };
    });
  }

  rename(identifier: string, to: string): Promise<void> {
    return this.#act('rename', `${identifier} ${to}`, () => {
      const held = this.#requireAvailable(identifier);
      this.#requireFree(to);
      if (this.lagging) held.stale = held.database;
      held.database = { ...held.database, status: 'renaming' };
      held.becoming.set(identifier, to);
    });
  }

  renameMember(identifier: string, to: string): Promise<void> {
    return this.#act('renameMember', `${identifier} ${to}`, () => {
      const held = this.#requireMember(identifier);
      this.#requireFreeMember(to);
      this.changeMember(identifier, { status: 'renaming' });
      held.becoming.set(identifier, to);
    });
  }

  failOver(identifier: string, member: string): Promise<void> {
    return this.#act('failOver', `${identifier} ${member}`, () => {
      this.#requireMember(member);
      const held = this.#requireAvailable(identifier);
      held.successor = member;
      held.database = { ...held.database, status: 'failing-over' };
    });
  }

  deleteMember(identifier: string): Promise<void> {
    return this.#act('deleteMember', identifier, () => {
      this.#requireMember(identifier);
      this.changeMember(identifier, { status: 'deleting' });
    });
  }

  delete(identifier: string, finalSnapshot: string | undefined): Promise<void> {
    return this.#act('delete', `${identifier} ${finalSnapshot ?? 'without snapshot'}`, () => {
      const held = this.#requireAvailable(identifier);
      if (held.database.deletionProtection) throw new Refused('Cannot delete protected DB Cluster');
      if (held.members.some(({ status }) => status !== 'deleting')) {
        throw new NotInState('Cluster cannot be deleted, it still contains DB instances');
      }
      this.change(identifier, { status: 'deleting' });
    });
  }

  async #act<Answer>(method: Acting, what: string, effect: () => Answer): Promise<Answer> {
    await turn();
    this.faults.raise(method, 'before');
    const answer = effect();
    this.accepted.push(`${method} ${what}`);
    await turn();
    this.faults.raise(method, 'after');
    return answer;
  }

  #named(identifier: string): Held | undefined {
    return this.#held.find(({ database }) => database.identifier === identifier);
  }

  #requireAvailable(identifier: string): Held {
    const held = this.#named(identifier);
    if (!held) throw new Error(`DBClusterNotFoundFault: ${identifier}`);
    if (held.database.status !== 'available') {
      throw new NotInState(`not available for modification with status ${held.database.status}`);
    }
    return held;
  }

  #requireMember(identifier: string): Held {
    const held = this.#held.find(({ members }) =>
      members.some((member) => member.identifier === identifier),
    );
    const member = held?.members.find((one) => one.identifier === identifier);
    if (!held || !member) throw new Error(`DBInstanceNotFoundFault: ${identifier}`);
    if (member.status !== 'available') throw new NotInState(`instance is ${member.status}`);
    return held;
  }

  #requireFree(identifier: string): void {
    const taken = this.#held.some(
      ({ database, becoming }) =>
        database.identifier === identifier || [...becoming.values()].includes(identifier),
    );
    if (taken) throw new AlreadyExists(`DB Cluster already exists: ${identifier}`);
  }

  #requireFreeMember(identifier: string): void {
    const taken = this.#held.some(
      ({ members, becoming }) =>
        members.some((member) => member.identifier === identifier) ||
        [...becoming.values()].includes(identifier),
    );
    if (taken) throw new AlreadyExists(`DB Instance already exists: ${identifier}`);
  }
}

function seen({ database, stale, members }: Held): Database {
  const writer = members.find(({ isWriter }) => isWriter)?.identifier;
  return { ...(stale ?? database), writer };
}
