import type { AssociatedRole } from '../../shared/rules/database-settings.ts';
import type { DatabaseKind } from '../../shared/rules/database.ts';

/**
 * The roles that the restored database gets: those that the stack may hand on, each with its features. A
 * role named with a feature has that one; else it has the features that it has at the live database, or
 * that the role of its name has at the source. One role may have several.
 *
 * Source: the RDS API reference, AddRoleToDBCluster and AddRoleToDBInstance, `FeatureName`; that Aurora
 * PostgreSQL refuses a role without one, from field reports.
 * @returns the roles, and a sentence for each one that isn't carried
 */
export function chooseRoles(from: {
  readonly kind: DatabaseKind;
  readonly engine: string;
  readonly allowed: readonly AssociatedRole[];
  readonly live: readonly AssociatedRole[];
  readonly source: readonly AssociatedRole[];
}): { readonly roles: readonly AssociatedRole[]; readonly missing: readonly string[] } {
  const { kind, engine, allowed, live, source } = from;
  const wantsFeature = kind === 'instance' || engine.includes('postgres');
  const roles: AssociatedRole[] = [];
  const missing: string[] = [];
  const add = (role: AssociatedRole): void => {
    if (!roles.some((one) => isSame(one, role))) roles.push(role);
  };
  for (const role of allowed) {
    const known = featuresOf(role, live, source);
    if (role.feature !== undefined) add(role);
    else if (known.length > 0) for (const feature of known) add({ arn: role.arn, feature });
    else if (!wantsFeature) add({ arn: role.arn });
    else {
      missing.push(
        `AssociatedRoles lacks ${role.arn}: ${engine} wants a feature with a role, and neither the live ` +
          `database nor the source has one for it; write ${role.arn}=<feature> into DatabaseRoleArns`,
      );
    }
  }
  for (const role of live) {
    if (roles.some((one) => isSame(one, role))) continue;
    const named = role.feature === undefined ? role.arn : `${role.arn}=${role.feature}`;
    missing.push(
      `AssociatedRoles lacks ${named}, which the live database has: list it in DatabaseRoleArns`,
    );
  }
  return { roles, missing };
}

function featuresOf(
  role: AssociatedRole,
  live: readonly AssociatedRole[],
  source: readonly AssociatedRole[],
): readonly string[] {
  const own = featuresWhere(live, (arn) => arn === role.arn);
  // The source's account has a role of its own, which may be called the same.
  return own.length > 0 ? own : featuresWhere(source, (arn) => nameOf(arn) === nameOf(role.arn));
}

function featuresWhere(
  roles: readonly AssociatedRole[],
  isMeant: (arn: string) => boolean,
): readonly string[] {
  return roles.flatMap(({ arn, feature }) =>
    isMeant(arn) && feature !== undefined ? [feature] : [],
  );
}

function nameOf(arn: string): string {
  return arn.slice(arn.indexOf(':role/'));
}

function isSame(one: AssociatedRole, other: AssociatedRole): boolean {
  return one.arn === other.arn && (one.feature ?? '') === (other.feature ?? '');
}
