import * as z from 'zod/mini';

/** How full a Region's quota of manual snapshots is. */
export const Shelf = z.object({
  region: z.string(),
  used: z.int(),
  quota: z.int(),
  /** Captures that still fit in, if nothing is deleted meanwhile. */
  capturesUntilFull: z.int(),
});
export type Shelf = z.infer<typeof Shelf>;

/** @param perCapture the snapshots that a capture adds in that Region */
export function shelfOf(
  region: string,
  { used, maximum }: { readonly used: number; readonly maximum: number },
  perCapture: number,
): Shelf {
  const room = Math.max(0, maximum - used);
  return { region, used, quota: maximum, capturesUntilFull: Math.floor(room / perCapture) };
}
