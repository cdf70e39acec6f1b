import * as z from 'zod/mini';

/** How full a Region's quota of manual snapshots is. */
export const SnapshotQuota = z.object({
  region: z.string(),
  used: z.int(),
  quota: z.int(),
  /** Captures that still fit in, if nothing is deleted meanwhile. */
  capturesUntilFull: z.int(),
});
export type SnapshotQuota = z.infer<typeof SnapshotQuota>;

/** @param perCapture the snapshots that a capture adds in that Region */
export function snapshotQuotaOf(
  region: string,
  { used, maximum }: { readonly used: number; readonly maximum: number },
  perCapture: number,
): SnapshotQuota {
  const room = Math.max(0, maximum - used);
  return { region, used, quota: maximum, capturesUntilFull: Math.floor(room / perCapture) };
}
