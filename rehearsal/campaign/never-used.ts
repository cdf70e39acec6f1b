/**
 * What the templates grant and no run of the campaign can need, with the reason. The whole campaign
 * fails when something else stays unused, and when one of these is used after all.
 */
export const neverUsed: readonly { readonly permission: string; readonly why: string }[] = [];
