import type {
  AccessRequest,
  Authorizer as AuthorizerContract,
  PolicyDocument,
  PolicyStatement,
  Principal,
} from '../contracts.ts';
import { parseArn } from './arn.ts';
import type { Decision, Identity } from './decision.ts';
import { decide } from './decision.ts';
import { denial } from './denial.ts';
import { managedPolicy } from './managed-policies.ts';
import type { PolicyKind } from './policy-check.ts';
import { checkPolicy } from './policy-check.ts';
import { UnknownRole } from './policy-errors.ts';
import type { GrantedPattern, StatementPlace, UsedStatement } from './usage.ts';
import { Usage } from './usage.ts';

/** A policy with the name that the template gives it. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** What a template says of a role. */
export interface RolePolicies {
  /** Inline policies, and customer managed ones; those without a name go by their position. */
  readonly policies: readonly (PolicyDocument | NamedPolicy)[];
  /** ARNs of AWS managed policies; only those that SAM attaches are known. */
  readonly managedPolicyArns: readonly string[];
  /** Who may assume the role (AssumeRolePolicyDocument). */
  readonly trustPolicy: PolicyDocument;
}

/** Decides every call in the simulator. */
export class Authorizer implements AuthorizerContract {
  readonly #roles = new Map<string, Role>();
  readonly #checked = new WeakSet<PolicyDocument>();
  readonly #usage = new Usage();

  /**
   * Makes a role known; a role of the same ARN is replaced.
   * @throws UnknownPolicyConstruct or MalformedPolicy when it can't decide by these policies
   */
  addRole(roleArn: string, role: RolePolicies): void {
    checkPolicy(role.trustPolicy, 'trust', `${roleArn}, trust policy`);
    const managed = role.managedPolicyArns.map((arn) => ({
      name: arn,
      document: managedPolicy(arn, roleArn),
    }));
    const inline = role.policies.map((policy, index) => checkedCopy(roleArn, policy, index));
    this.#usage.forget(roleArn);
    for (const policy of inline) this.#watch(roleArn, policy, 'inline');
    for (const policy of managed) this.#watch(roleArn, policy, 'managed');
    const identity = [...inline, ...managed].map(({ document }) => document);
    this.#roles.set(roleArn, { identity, trust: role.trustPolicy });
  }

  /**
   * Gives a role that is there a further policy of its own.
   * @throws UnknownPolicyConstruct, MalformedPolicy, UnknownRole
   */
  attachPolicy(roleArn: string, policy: NamedPolicy): void {
    const role = this.#role(roleArn);
    const copy = checkedCopy(roleArn, policy, role.identity.length);
    this.#watch(roleArn, copy, 'inline');
    this.#roles.set(roleArn, { ...role, identity: [...role.identity, copy.document] });
  }

  /** Takes a role out: later calls by it are a mistake. */
  removeRole(roleArn: string): void {
    this.#usage.forget(roleArn);
    this.#roles.delete(roleArn);
  }

  hasRole(roleArn: string): boolean {
    return this.#roles.has(roleArn);
  }

  /**
   * Lets a service take on a role, as its trust policy says.
   * @param service such as `lambda.amazonaws.com`
   * @returns the principal that the service then calls as
   * @throws AwsError `AccessDenied` when the trust policy doesn't name the service
   */
  assume(service: string, roleArn: string, session: string, sourceArn: string): Principal {
    const role = this.#role(roleArn);
    const { partition, accountId, resource } = parseArn(roleArn) ?? unreadable(roleArn);
    const sourceAccount = parseArn(sourceArn)?.accountId ?? accountId;
    this.require({
      principal: { kind: 'service', service, sourceArn, sourceAccount },
      action: 'sts:AssumeRole',
      resource: roleArn,
      resourceAccountId: accountId,
      resourcePolicy: role.trust,
    });
    const roleName = resource.slice(resource.lastIndexOf('/') + 1);
    const sessionArn = `arn:${partition}:sts::${accountId}:assumed-role/${roleName}/${session}`;
    return { kind: 'role', accountId, roleArn, sessionArn };
  }

  require(request: AccessRequest): void {
    const decision = this.decide(request);
    if (!decision.allowed) throw denial(request, decision.reason);
  }

  allows(request: AccessRequest): boolean {
    return this.decide(request).allowed;
  }

  /** Like `allows`, with the reason. What is allowed is recorded as used. */
  decide(request: AccessRequest): Decision {
    this.#check(request);
    const decision = decide(request, this.#identityOf(request.principal));
    if (decision.allowed) {
      this.#usage.record(request, decision.identity);
      this.#usage.record(request, decision.resource);
    }
    return decision;
  }

  /** Checks a resource's policy when it is set, rather than when somebody first calls. */
  checkResourcePolicy(policy: PolicyDocument, where: string, kind: PolicyKind = 'resource'): void {
    if (this.#checked.has(policy)) return;
    checkPolicy(policy, kind, where);
    this.#checked.add(policy);
  }

  /** Every (role, action, resource) that was allowed, with the statement of the role that did. */
  usedStatements(): readonly UsedStatement[] {
    return this.#usage.used();
  }

  /** Watches a resource's policy too: what of it calls need. */
  watchResourcePolicy(resourceArn: string, statements: readonly PolicyStatement[]): void {
    this.#watch(
      resourceArn,
      { name: resourceArn, document: { Statement: statements } },
      'resource',
    );
  }

  /** Every pattern of the roles' own policies, and of the resources' that are watched. */
  grantedPatterns(): readonly GrantedPattern[] {
    return this.#usage.granted();
  }

  /** Action and resource patterns of the roles' own Allow statements that no call has needed. */
  unusedStatements(): readonly GrantedPattern[] {
    return this.#usage.granted().filter(({ used }) => !used);
  }

  #check(request: AccessRequest): void {
    if (request.resourcePolicy === undefined) return;
    const kind = request.action === 'sts:AssumeRole' ? 'trust' : 'resource';
    this.checkResourcePolicy(request.resourcePolicy, `the policy of ${request.resource}`, kind);
  }

  #identityOf(principal: Principal): Identity {
    if (principal.kind === 'operator') return 'everything';
    if (principal.kind === 'service') return [];
    return this.#role(principal.roleArn).identity;
  }

  #role(roleArn: string): Role {
    const role = this.#roles.get(roleArn);
    if (role === undefined) throw new UnknownRole(roleArn);
    return role;
  }

  #watch(roleArn: string, policy: NamedPolicy, origin: StatementPlace['origin']): void {
    policy.document.Statement.forEach((statement: PolicyStatement, index) => {
      const name = statement.Sid ?? String(index);
      this.#usage.watch(roleArn, statement, { origin, policy: policy.name, statement: name });
    });
  }
}

interface Role {
  readonly identity: readonly PolicyDocument[];
  readonly trust: PolicyDocument;
}

function unreadable(roleArn: string): never {
  throw new UnknownRole(roleArn);
}

/** A copy of its own, so that two roles made from one template object are told apart in the records. */
function checkedCopy(
  roleArn: string,
  policy: PolicyDocument | NamedPolicy,
  index: number,
): NamedPolicy {
  const named = 'document' in policy ? policy : { name: String(index), document: policy };
  checkPolicy(named.document, 'identity', `${roleArn}, policy ${named.name}`);
  return { name: named.name, document: structuredClone(named.document) };
}
