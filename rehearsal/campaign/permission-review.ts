import type { Permissions } from './permission-use.ts';
import { neverUsed } from './never-used.ts';

/** What the templates grant, compared with what the runs of a campaign needed. */
export interface PermissionReview {
  readonly granted: number;
  /** Permissions that no run needed, and that are no known exception. */
  readonly unused: readonly string[];
  /** Permissions that no run needed, as is known, with the reason. */
  readonly exceptions: readonly { readonly permission: string; readonly why: string }[];
  /** Exceptions that a run needed, or that no template grants any more. */
  readonly stale: readonly string[];
}

export function reviewPermissions(permissions: Permissions): PermissionReview {
  const all = Object.values(permissions);
  const unused = new Set(all.filter(({ used }) => !used).map(({ name }) => name));
  const known = neverUsed.filter(({ permission }) => unused.has(permission));
  const excepted = new Set(known.map(({ permission }) => permission));
  return {
    granted: all.length,
    unused: [...unused].filter((name) => !excepted.has(name)).toSorted(),
    exceptions: known,
    stale: neverUsed
      .map(({ permission }) => permission)
      .filter((permission) => !unused.has(permission))
      .toSorted(),
  };
}
