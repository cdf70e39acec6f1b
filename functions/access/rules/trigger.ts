import * as z from 'zod/mini';
import { Moment } from '../../shared/rules/formats.ts';

/** An event of RDS, as EventBridge delivers it. Nothing of it is believed but that it happened. */
const RdsEvent = z.object({
  source: z.literal('aws.rds'),
  'detail-type': z.string(),
  time: Moment,
  detail: z.object({
    EventID: z.string(),
    SourceIdentifier: z.optional(z.string()),
    Message: z.optional(z.string()),
  }),
});

/** What starts a pass. */
export const Trigger = z.union(
  [
    RdsEvent,
    z.object({
      by: z.enum(['schedule', 'deployment', 'recovery', 'hand']),
      /** The recovery's. */
      run: z.optional(z.string()),
    }),
  ],
  'expected an event of RDS, or by: schedule, deployment, recovery or hand',
);
export type Trigger = z.infer<typeof Trigger>;

/**
 * Events after which the writer's address is about to move. Sources: the event messages in the RDS
 * and Aurora User Guides: a failover or an activation began, the previous primary is promoted again,
 * a switchover of a global database or a blue/green deployment is under way.
 */
const announcements = new Set([
  'RDS-EVENT-0013',
  'RDS-EVENT-0050',
  'RDS-EVENT-0070',
  'RDS-EVENT-0072',
  'RDS-EVENT-0073',
  'RDS-EVENT-0181',
  'RDS-EVENT-0182',
  'RDS-EVENT-0183',
  'RDS-EVENT-0247',
  'RDS-EVENT-0250',
  'RDS-EVENT-0259',
]);

/** An announced change comes within this many seconds, or it doesn't come. */
const announcedWithin = 180;
/** A change that has happened shows in the API and in DNS within this many seconds. */
const shownWithin = 45;

/**
 * When to stop waiting for a change that an event foretells, ISO 8601; undefined where none is to
 * be waited for. It counts from the event's own time, so one that comes hours late foretells nothing.
 * @param known identifiers of the followed database: its own and its members'
 */
export function changeExpectedUntil(
  trigger: Trigger,
  known: readonly string[],
): string | undefined {
  if (!('source' in trigger) || !concerns(trigger, known)) return undefined;
  const seconds = announcements.has(trigger.detail.EventID) ? announcedWithin : shownWithin;
  return new Date(Date.parse(trigger.time) + seconds * 1000).toISOString();
}

/**
 * Whether a run that this started is to see one of the databases through. What isn't an event is about
 * all of them. A cluster's or instance's event names its own, now and then with a prefix; a rename is
 * told under either of its names, and its message has both ("Renamed DB cluster from … to …", event
 * messages in the Aurora User Guide). Events of global databases and blue/green deployments name
 * neither, and a custom name may stand for anything.
 * @param known identifiers of the followed database: its own and its members'
 */
export function concerns(trigger: Trigger, known: readonly string[]): boolean {
  if (!('source' in trigger)) return true;
  const { EventID: id, SourceIdentifier: source, Message: message } = trigger.detail;
  const named = ['RDS DB Cluster Event', 'RDS DB Instance Event'].includes(trigger['detail-type']);
  if (!named || source === undefined || known.length === 0 || isGlobal(id)) return true;
  if (id === 'RDS-EVENT-0172' && message === undefined) return true;
  const told = [source.replace(/^rds:/i, ''), ...(id === 'RDS-EVENT-0172' ? words(message) : [])];
  // RDS keeps identifiers in lower case, whatever a stack was told.
  const about = new Set(told.map((name) => name.toLowerCase()));
  return known.some((name) => about.has(name.toLowerCase()));
}

/** What may be an identifier in a sentence. */
function words(message = ''): readonly string[] {
  return message.match(/[A-Za-z0-9][A-Za-z0-9-]*/g) ?? [];
}

/** Events of a global database come from any of its clusters, of another Region too. */
function isGlobal(id: string): boolean {
  return /^RDS-EVENT-(018[1-7]|0238|0239|0519)$/.test(id);
}

/**
 * How long a run continues, in seconds. The schedule starts the next one after a minute, so its runs
 * don't pile up; others end as overdue.
 */
export function runLimit(trigger: Trigger): 'until the next' | 'until overdue' | 'one pass' {
  if ('source' in trigger) return 'until overdue';
  if (trigger.by === 'schedule') return 'until the next';
  return trigger.by === 'deployment' ? 'one pass' : 'until overdue';
}

/** What a run was started by, for logs: `RDS-EVENT-0071`, `schedule`. */
export function triggerText(trigger: Trigger): string {
  if ('source' in trigger) return trigger.detail.EventID;
  return trigger.run === undefined ? trigger.by : `${trigger.by} ${trigger.run}`;
}
