import * as z from 'zod/mini';

/** What of a database is followed. */
export const followedKinds = [
  'cluster-writer',
  'cluster-reader',
  'instance',
  'proxy',
  'name',
] as const;

export type FollowedKind = (typeof followedKinds)[number];

/** An endpoint, and the target group that has to hold what it answers with. */
export interface Followed {
  readonly kind: FollowedKind;
  /** The identifier of the cluster, DB instance or proxy; for `name` a domain name. */
  readonly name: string;
  /** The port of the group's targets. */
  readonly port: number;
  readonly groupArn: string;
  /** Set where clients can be moved before a rename. */
  readonly detour?: Detour | undefined;
}

/** What clients are moved by, beside the group: the listener leads to one of the three at a time. */
export interface Detour {
  /** Takes turns with the group. */
  readonly spareArn: string;
  /** Never holds a target: whoever is led here is refused. */
  readonly closedArn: string;
  readonly listenerArn: string;
}

const balancing = 'arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]+:\\d{12}';
const group = `(${balancing}:targetgroup/[A-Za-z0-9-]+/[0-9a-f]+)`;
const listener = `(${balancing}:listener/net/[A-Za-z0-9/-]+)`;
const entry = new RegExp(
  `^(${followedKinds.join('|')}),([A-Za-z0-9.-]+),(\\d{1,5}),${group}(?:,${group},${group},${listener})?$`,
);
const expected =
  'expected blank-separated entries of <kind>,<name>,<port>,<target group ARN>, and then nothing or ' +
  ',<spare group>,<closed group>,<listener>, with a kind of ' +
  followedKinds.join(', ');

/** The environment variable in which the template lists what is followed. */
export const FollowedList = z.pipe(
  z.string().check(z.refine((text) => entriesOf(text).length > 0 && matches(text), expected)),
  z.transform((text) => entriesOf(text).map(readEntry)),
);

function entriesOf(text: string): string[] {
  return text.split(' ').filter((part) => part !== '');
}

function matches(text: string): boolean {
  return entriesOf(text).every((part) => entry.test(part));
}

function readEntry(text: string): Followed {
  const [, kind, name = '', port, groupArn = '', spareArn, closedArn, listenerArn] =
    entry.exec(text) ?? [];
  const followed = { kind: kind as FollowedKind, name, port: Number(port), groupArn };
  if (spareArn === undefined || closedArn === undefined || listenerArn === undefined)
    return followed;
  return { ...followed, detour: { spareArn, closedArn, listenerArn } };
}

/** How messages call it: `cluster-writer "orders"`. */
export function followedText({ kind, name }: Pick<Followed, 'kind' | 'name'>): string {
  return `${kind} "${name}"`;
}

/** A target group's name, out of its ARN: the dimension of its metrics. */
export function groupName({ groupArn }: Pick<Followed, 'groupArn'>): string {
  return groupArn.split('/')[1] ?? groupArn;
}
