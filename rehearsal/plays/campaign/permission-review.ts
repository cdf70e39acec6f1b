import { neverUsed } from './never-used.ts';
import type { Exception } from './never-used.ts';
import type { Permissions } from './permission-use.ts';

/** What the templates grant, compared with what the runs of a campaign needed. */
export interface PermissionReview {
  readonly granted: number;
  /** Permissions that no run needed, and that are no known exception. */
  readonly unused: readonly string[];
  /** What is known not to be needed, with the reason. */
  readonly exceptions: readonly Exception[];
  /** Exceptions that a run needed, or that no template grants any more. */
  readonly stale: readonly string[];
}

/** @param exceptions known ones, where they aren't the project's own */
export function reviewPermissions(
  permissions: Permissions,
  exceptions: readonly Exception[] = neverUsed,
): PermissionReview {
  const all = Object.values(permissions);
  const unused = new Set(all.filter(({ used }) => !used).map(({ name }) => name));
  const excepted = new Set(exceptions.flatMap((exception) => exception.permissions));
  return {
    granted: all.length,
    unused: [...unused].filter((name) => !excepted.has(name)).toSorted(),
    exceptions,
    stale: [...excepted].filter((name) => !unused.has(name)).toSorted(),
  };
}
