/** What a run is played on. Every scenario is a deployment of its own. */
export interface Scenario {
  readonly name: string;
  readonly mode: 'swap' | 'standby' | 'drill';
  readonly engine: 'aurora-postgresql' | 'postgres';
  readonly encryption: 'none' | 'customer';
  readonly readers: 0 | 1;
  /** Whether the target holds a live database to be replaced. */
  readonly emptyTarget: boolean;
  readonly copyRoute: 'two-step' | 'one-call';
  /** Whether an earlier run left its snapshots, of which the stacks keep only the newest. */
  readonly earlier: boolean;
  /** How long the old database stays after the swap. */
  readonly graceHours: 0 | 2;
  /** What an operator answers to whether it may be deleted; undefined where nobody is asked. */
  readonly approve: 'delete' | 'keep' | 'nothing' | undefined;
  readonly onFailure: 'keep' | 'discard';
  /** Whether an access stack beside the target follows the live name. */
  readonly access?: boolean;
  /** Whether that stack's clients are moved before the names are swapped. */
  readonly cutOver?: boolean;
  /** Whether an earlier recovery made what is live in the target, and it bears the marks of that. */
  readonly recovered?: boolean;
  /** In what the live database isn't like the source. */
  readonly live?: UnlikeSource;
  /** Whether Aurora Auto Scaling has added a reader to each of the two databases. */
  readonly autoscaled?: boolean;
  /** How many tags each of the two databases has; one when left out. */
  readonly tags?: number;
  /** How many the source has, where it has fewer. */
  readonly sourceTags?: number;
  /** Which databases copy their tags onto their snapshots; none when left out. */
  readonly copyTags?: 'both' | 'target';
  /**
   * Scenarios that came to be together are drawn from by themselves, so that what is drawn of earlier
   * ones stays what it was; 0 when left out.
   */
  readonly batch?: number;
  /** Whether RDS manages the master password of what is live in the target, under a key of its own. */
  readonly managed?: boolean;
  /** Whether what is restored has a parameter group and security groups of its own until the swap. */
  readonly quiet?: boolean;
  /** Whether assertions of every kind are made, one of which applications outgrow. */
  readonly asserted?: boolean;
  /** The most databases or snapshots on a page of a listing; as many as AWS gives when left out. */
  readonly pageSize?: number;
  /** Whether something starts the source's workflow twice at the same moment. */
  readonly startedTwice?: boolean;
  /** Parameters of its stacks besides those that follow from the rest; a test's alone. */
  readonly parameters?: StackParameters;
  /** Deploys another stack of one template beside the first, which differs from it in these. */
  readonly second?: StackParameters;
}

/** What a live database has that its source hasn't. */
export interface UnlikeSource {
  /** Another version, such as one of the major before. */
  readonly engineVersion?: string;
  /** Whether it and its members have groups of their own. */
  readonly ownGroups?: boolean;
  /** Whether it and its members have other settings than AWS's defaults, such as no restore takes. */
  readonly settings?: boolean;
  /** Whether it may use an IAM role, with two features. */
  readonly roles?: boolean;
  /** What others have made of it, for which AWS keeps it. */
  readonly tied?: 'replica' | 'global';
}

/** Parameters by the stack that they are for. */
export interface StackParameters {
  readonly source?: Readonly<Record<string, string>>;
  readonly target?: Readonly<Record<string, string>>;
}

const common = {
  mode: 'swap',
  engine: 'aurora-postgresql',
  encryption: 'customer',
  readers: 0,
  emptyTarget: false,
  copyRoute: 'two-step',
  earlier: false,
  graceHours: 0,
  approve: undefined,
  onFailure: 'keep',
} as const;

/** The scenarios, the common one first. */
export const scenarios: readonly Scenario[] = [
  { name: 'swap', ...common },
  { name: 'swap-reader', ...common, readers: 1, earlier: true, graceHours: 2 },
  { name: 'swap-plain', ...common, encryption: 'none' },
  { name: 'first-run', ...common, emptyTarget: true },
  { name: 'standby', ...common, mode: 'standby' },
  { name: 'drill', ...common, mode: 'drill' },
  { name: 'swap-instance', ...common, engine: 'postgres', earlier: true, onFailure: 'discard' },
  { name: 'drill-instance', ...common, engine: 'postgres', encryption: 'none', mode: 'drill' },
  { name: 'swap-one-call', ...common, copyRoute: 'one-call' },
  {
    name: 'drill-instance-one-call',
    ...common,
    engine: 'postgres',
    mode: 'drill',
    copyRoute: 'one-call',
  },
  { name: 'swap-approved', ...common, graceHours: 2, approve: 'delete' },
  { name: 'swap-declined', ...common, approve: 'keep' },
  { name: 'swap-unanswered', ...common, graceHours: 2, approve: 'nothing' },
  { name: 'swap-access', ...common, access: true },
  { name: 'swap-discard', ...common, onFailure: 'discard' },
  { name: 'swap-recovered', ...common, recovered: true, asserted: true },
  { name: 'swap-paged', ...common, engine: 'postgres', recovered: true, pageSize: 1 },
  { name: 'swap-autoscaled', ...common, batch: 1, autoscaled: true },
  { name: 'swap-tags', ...common, batch: 1, tags: 50, copyTags: 'target' },
  // With the tags of a capture they are as many as AWS takes.
  {
    name: 'swap-copy-tags',
    ...common,
    batch: 1,
    engine: 'postgres',
    tags: 45,
    sourceTags: 44,
    copyTags: 'both',
  },
  { name: 'swap-managed', ...common, batch: 2, managed: true },
  { name: 'swap-managed-instance', ...common, batch: 2, engine: 'postgres', managed: true },
  { name: 'swap-groups', ...common, batch: 3, live: { ownGroups: true } },
  {
    name: 'swap-groups-instance',
    ...common,
    batch: 3,
    engine: 'postgres',
    live: { ownGroups: true },
  },
  { name: 'swap-roles', ...common, batch: 4, live: { roles: true } },
  { name: 'swap-settings', ...common, batch: 4, live: { settings: true } },
  {
    name: 'swap-settings-instance',
    ...common,
    batch: 4,
    engine: 'postgres',
    live: { settings: true, roles: true },
  },
  {
    name: 'drill-settings',
    ...common,
    batch: 4,
    mode: 'drill',
    live: { settings: true, roles: true },
  },
  {
    name: 'drill-settings-instance',
    ...common,
    batch: 4,
    engine: 'postgres',
    mode: 'drill',
    live: { settings: true, roles: true },
  },
  {
    name: 'swap-quiet',
    ...common,
    batch: 4,
    readers: 1,
    live: { ownGroups: true, roles: true },
    quiet: true,
  },
  {
    name: 'swap-quiet-instance',
    ...common,
    batch: 4,
    engine: 'postgres',
    live: { ownGroups: true, roles: true },
    quiet: true,
  },
  { name: 'swap-replica', ...common, batch: 4, engine: 'postgres', live: { tied: 'replica' } },
  { name: 'swap-global', ...common, batch: 4, live: { tied: 'global' } },
  { name: 'swap-started-twice', ...common, batch: 5, startedTwice: true },
  {
    name: 'drill-instance-started-twice',
    ...common,
    batch: 5,
    engine: 'postgres',
    mode: 'drill',
    copyRoute: 'one-call',
    startedTwice: true,
  },
  { name: 'swap-cut-over', ...common, batch: 6, access: true, cutOver: true },
];

/** Scenarios by their batches, the earliest first. */
export function batchesOf<Of extends { readonly scenario: Scenario }>(
  known: readonly Of[],
): readonly (readonly Of[])[] {
  const numbers = [...new Set(known.map(({ scenario }) => scenario.batch ?? 0))];
  return numbers
    .toSorted((one, other) => one - other)
    .map((number) => known.filter(({ scenario }) => (scenario.batch ?? 0) === number));
}

export function kindOf({ engine }: Pick<Scenario, 'engine'>): 'cluster' | 'instance' {
  return engine === 'postgres' ? 'instance' : 'cluster';
}
