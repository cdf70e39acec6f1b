import type { Authorizer } from '../authorization/authorizer.ts';
import type { Principal } from '../contracts.ts';
import type { Random } from '../random.ts';
import type { RoleCredentials } from '../lambda/environment-variables.ts';
import type { IssuedKey } from '../services/rds/iam-authentication/check-token.ts';
import { operatorIn } from './operator-principal.ts';

/** Access keys and whom they stand for. */
export class Credentials {
  readonly #authorizer: Pick<Authorizer, 'assume'>;
  readonly #random: Random;
  readonly #issued = new Map<string, IssuedKey>();
  readonly #calls = new Map<string, number>();
  /** Sessions that functions run in, and nobody else. */
  readonly #functions = new Set<string>();

  constructor(authorizer: Pick<Authorizer, 'assume'>, random: Random) {
    this.#authorizer = authorizer;
    this.#random = random;
  }

  /** Temporary credentials of a role for one execution environment of a function. */
  issue(roleArn: string): RoleCredentials {
    const session = this.#random.text(16);
    const holder = this.#authorizer.assume('lambda.amazonaws.com', roleArn, session, roleArn);
    this.#functions.add(nameOf(holder));
    return this.#keyFor(holder);
  }

  /** Whether a function runs in a session. */
  isFunctions(sessionArn: string): boolean {
    return this.#functions.has(sessionArn);
  }

  /** Credentials of the person who may do anything in an account of theirs. */
  operator(accountId: string): RoleCredentials {
    return this.#keyFor(operatorIn(accountId));
  }

  holder(accessKeyId: string): Principal | undefined {
    return this.issuedKey(accessKeyId)?.holder;
  }

  /** The secrets of an access key, by which what its holder signed is checked. */
  issuedKey(accessKeyId: string): IssuedKey | undefined {
    return this.#issued.get(accessKeyId);
  }

  /** Notes a call by whoever it was. */
  countCall(principal: Principal): void {
    const who = nameOf(principal);
    this.#calls.set(who, (this.#calls.get(who) ?? 0) + 1);
  }

  /** Calls made with an access key so far. */
  callsMade(accessKeyId: string): number {
    const holder = this.holder(accessKeyId);
    return holder === undefined ? 0 : (this.#calls.get(nameOf(holder)) ?? 0);
  }

  #keyFor(principal: Principal): RoleCredentials {
    const accessKeyId = `ASIA${this.#random.text(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`;
    const key = {
      accessKeyId,
      secretAccessKey: this.#random.text(40),
      sessionToken: this.#random.text(64),
    };
    this.#issued.set(accessKeyId, { ...key, holder: principal });
    return key;
  }
}

function nameOf(principal: Principal): string {
  return principal.kind === 'service' ? principal.sourceArn : principal.sessionArn;
}
