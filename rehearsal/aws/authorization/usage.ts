import type { AccessRequest, PolicyStatement } from '../contracts.ts';
import { asList } from './as-list.ts';
import { matchingActions, matchingResources } from './statement-match.ts';

/** Where in a role's policies a statement stands. */
export interface StatementPlace {
  /** `inline` policies are the template's own, `managed` ones AWS's, `resource` ones a key's or topic's. */
  readonly origin: 'inline' | 'managed' | 'resource';
  /** The policy's name or its position; the ARN of a managed policy or of the resource. */
  readonly policy: string;
  /** The statement's Sid, or its position. */
  readonly statement: string;
}

/** One thing that a role did, and the statement that allowed it. */
export interface UsedStatement extends StatementPlace {
  readonly roleArn: string;
  readonly action: string;
  readonly resource: string;
}

/** An action or resource pattern that somebody wrote into a policy. */
export interface GrantedPattern extends StatementPlace {
  /** The resource's ARN where the policy is a resource's. */
  readonly roleArn: string;
  readonly element: 'Action' | 'Resource';
  readonly pattern: string;
  /** The whole statement. */
  readonly says: PolicyStatement;
  /** Whether a call has needed it. */
  readonly used: boolean;
}

/** Keeps what was used of the roles' policies, so that a test can ask for what wasn't. */
export class Usage {
  readonly #statements = new Map<PolicyStatement, Known>();

  /** Starts watching a statement. */
  watch(roleArn: string, statement: PolicyStatement, place: StatementPlace): void {
    const known = { roleArn, place, actions: new Set<string>(), resources: new Set<string>() };
    this.#statements.set(statement, { ...known, used: new Map() });
  }

  /** Stops watching a role's statements, for a role that is replaced or removed. */
  forget(roleArn: string): void {
    for (const [statement, known] of this.#statements) {
      if (known.roleArn === roleArn) this.#statements.delete(statement);
    }
  }

  /** Records a call that `statements` of the caller's own policies allowed. */
  record(request: AccessRequest, statements: readonly PolicyStatement[]): void {
    const { action, resource } = request;
    for (const statement of statements) {
      const known = this.#statements.get(statement);
      if (known === undefined) continue;
      const key = `${action} ${resource}`;
      if (known.used.has(key)) continue;
      known.used.set(key, { roleArn: known.roleArn, action, resource, ...known.place });
      for (const pattern of matchingActions(statement, action)) known.actions.add(pattern);
      for (const pattern of matchingResources(statement, resource)) known.resources.add(pattern);
    }
  }

  used(): readonly UsedStatement[] {
    return [...this.#statements.values()].flatMap(({ used }) => [...used.values()]);
  }

  /**
   * Patterns of Allow statements that are not AWS's own, in the order in which they were watched. Of a
   * resource's policy only the actions: it speaks of its own resource.
   */
  granted(): readonly GrantedPattern[] {
    return [...this.#statements].flatMap(([says, { roleArn, place, actions, resources }]) => {
      if (place.origin === 'managed' || says.Effect === 'Deny') return [];
      const list = (element: 'Action' | 'Resource', seen: ReadonlySet<string>): GrantedPattern[] =>
        asList(says[element]).map((pattern) => ({
          roleArn,
          ...place,
          element,
          pattern,
          says,
          used: seen.has(pattern),
        }));
      return [
        ...list('Action', actions),
        ...(place.origin === 'resource' ? [] : list('Resource', resources)),
      ];
    });
  }
}

interface Known {
  readonly roleArn: string;
  readonly place: StatementPlace;
  readonly actions: Set<string>;
  readonly resources: Set<string>;
  /** By action and resource. */
  readonly used: Map<string, UsedStatement>;
}
