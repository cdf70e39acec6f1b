/** What a figure is about. Alarms name the same; each other set of dimensions is another metric. */
export type Dimensions = Readonly<
  { workflow: 'source' | 'target'; database: string } & Partial<Record<'stack', string>>
>;

/**
 * The dimensions of a source's figures. Two stacks may capture one database, hourly and weekly: the
 * figures of the one must not keep the other's alarms quiet. A target has its live name for itself.
 */
export function captureDimensions(plan: {
  readonly stack: string;
  readonly source: { readonly identifier: string };
}): Dimensions {
  return { workflow: 'source', database: plan.source.identifier, stack: plan.stack };
}
