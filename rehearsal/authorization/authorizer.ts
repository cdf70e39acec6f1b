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
import type { StatementPlace, UnusedPattern, UsedStatement } from './usage.ts';
import { Usage } from './usage.ts';

/** What a template says of a role. */
export interface RolePolicies {
  /** Inline policies, and customer managed ones. */
  readonly policies: readonly PolicyDocument[];
  /** ARNs of AWS managed policies; only those that SAM attaches are known. */
  readonly managedPolicyArns: readonly string[];
  /** Who may assume the role (AssumeRolePolicyDocument). */
  readonly trustPolicy: PolicyDocument;
}

/** Decides every call on the stage. */
export class Authorizer implements AuthorizerContract {
  readonly #roles = new Map<string, Role>();
  readonly #checked = new WeakSet<PolicyDocument>();
  readonly #usage = new Usage();

  /**
   * Makes a role known; a role of the same ARN is replaced.
   * @throws UnknownPolicyConstruct or MalformedPolicy when it can't decide by these policies
   */
  addRole(roleArn: string, role: RolePolicies): void {
    role.policies.forEach((policy, index) => {
      checkPolicy(policy, 'identity', `${roleArn}, policy ${index}`);
    });
    checkPolicy(role.trustPolicy, 'trust', `${roleArn}, trust policy`);
    const managed = role.managedPolicyArns.map((arn) => managedPolicy(arn, roleArn));
    // Copies, so that two roles made from one template object are told apart in the records.
    const inline = role.policies.map((policy) => structuredClone(policy));
    this.#usage.forget(roleArn);
    inline.forEach((policy, index) => {
      this.#watch(roleArn, policy, { origin: 'inline', policy: String(index) });
    });
    managed.forEach((policy, index) => {
      const policyArn = role.managedPolicyArns[index] ?? '';
      this.#watch(roleArn, policy, { origin: 'managed', policy: policyArn });
    });
    this.#roles.set(roleArn, { identity: [...inline, ...managed], trust: role.trustPolicy });
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
    const role = this.#roles.get(roleArn);
    if (role === undefined) throw new UnknownRole(roleArn);
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
    if (decision.allowed) this.#usage.record(request, decision.identity);
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

  /** Action and resource patterns of the roles' own Allow statements that no call has needed. */
  unusedStatements(): readonly UnusedPattern[] {
    return this.#usage.unused();
  }

  #check(request: AccessRequest): void {
    if (request.resourcePolicy === undefined) return;
    const kind = request.action === 'sts:AssumeRole' ? 'trust' : 'resource';
    this.checkResourcePolicy(request.resourcePolicy, `the policy of ${request.resource}`, kind);
  }

  #identityOf(principal: Principal): Identity {
    if (principal.kind === 'operator') return 'everything';
    if (principal.kind === 'service') return [];
    const role = this.#roles.get(principal.roleArn);
    if (role === undefined) throw new UnknownRole(principal.roleArn);
    return role.identity;
  }

  #watch(roleArn: string, policy: PolicyDocument, place: Omit<StatementPlace, 'statement'>): void {
    policy.Statement.forEach((statement: PolicyStatement, index) => {
      this.#usage.watch(roleArn, statement, {
        ...place,
        statement: statement.Sid ?? String(index),
      });
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
