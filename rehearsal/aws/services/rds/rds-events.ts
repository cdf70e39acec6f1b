import type { VirtualClock } from '../../clock.ts';
import type { EventBus, Location } from '../../contracts.ts';

/** What an event is about, and how EventBridge and the API name that. */
const sources = {
  cluster: {
    detailType: 'RDS DB Cluster Event',
    sourceType: 'CLUSTER',
    apiType: 'db-cluster',
  },
  'cluster-snapshot': {
    detailType: 'RDS DB Cluster Snapshot Event',
    sourceType: 'CLUSTER_SNAPSHOT',
    apiType: 'db-cluster-snapshot',
  },
  instance: {
    detailType: 'RDS DB Instance Event',
    sourceType: 'DB_INSTANCE',
    apiType: 'db-instance',
  },
  snapshot: {
    detailType: 'RDS DB Snapshot Event',
    sourceType: 'SNAPSHOT',
    apiType: 'db-snapshot',
  },
} as const;

interface CatalogueEntry {
  readonly of: keyof typeof sources;
  readonly category: string;
  /** `%` stands for the words that an emission gives, in their order. */
  readonly message: string;
}

/**
 * The events that the simulator emits, from the RDS and Aurora user guides' tables. There is none
 * for a copied cluster snapshot, a deleted cluster snapshot or a cluster restored from a snapshot.
 */
const catalogue = {
  'RDS-EVENT-0003': { of: 'instance', category: 'deletion', message: 'DB instance deleted' },
  'RDS-EVENT-0004': { of: 'instance', category: 'availability', message: 'DB instance shutdown' },
  'RDS-EVENT-0005': { of: 'instance', category: 'creation', message: 'DB instance created' },
  'RDS-EVENT-0006': { of: 'instance', category: 'availability', message: 'DB instance restarted' },
  'RDS-EVENT-0001': { of: 'instance', category: 'backup', message: 'Backing up DB instance' },
  'RDS-EVENT-0002': { of: 'instance', category: 'backup', message: 'Finished DB Instance backup' },
  'RDS-EVENT-0040': { of: 'snapshot', category: 'creation', message: 'Creating manual snapshot' },
  'RDS-EVENT-0041': { of: 'snapshot', category: 'deletion', message: 'Deleted user snapshot' },
  'RDS-EVENT-0042': { of: 'snapshot', category: 'creation', message: 'Manual snapshot created' },
  'RDS-EVENT-0043': {
    of: 'snapshot',
    category: 'restoration',
    message: 'Restored from snapshot %',
  },
  'RDS-EVENT-0059': {
    of: 'snapshot',
    category: 'notification',
    message: 'Started copy of snapshot % from region %',
  },
  'RDS-EVENT-0060': {
    of: 'snapshot',
    category: 'notification',
    message: 'Finished copy of snapshot % from region % in % minutes',
  },
  'RDS-EVENT-0061': {
    of: 'snapshot',
    category: 'notification',
    message: 'Canceled snapshot copy request of % from region %',
  },
  'RDS-EVENT-0069': {
    of: 'cluster',
    category: 'failover',
    message: 'Cluster failover failed, check the health of your cluster instances and try again',
  },
  'RDS-EVENT-0070': {
    of: 'cluster',
    category: 'failover',
    message: 'Promoting previous primary again: %',
  },
  'RDS-EVENT-0071': {
    of: 'cluster',
    category: 'failover',
    message: 'Completed failover to DB instance: %',
  },
  'RDS-EVENT-0072': {
    of: 'cluster',
    category: 'failover',
    message: 'Started same AZ failover to DB instance: %',
  },
  'RDS-EVENT-0073': {
    of: 'cluster',
    category: 'failover',
    message: 'Started cross AZ failover to DB instance: %',
  },
  'RDS-EVENT-0074': {
    of: 'cluster-snapshot',
    category: 'backup',
    message: 'Creating manual cluster snapshot',
  },
  'RDS-EVENT-0075': {
    of: 'cluster-snapshot',
    category: 'backup',
    message: 'Manual cluster snapshot created',
  },
  'RDS-EVENT-0168': {
    of: 'cluster-snapshot',
    category: 'backup',
    message: 'Creating automated cluster snapshot',
  },
  'RDS-EVENT-0169': {
    of: 'cluster-snapshot',
    category: 'backup',
    message: 'Automated cluster snapshot created',
  },
  'RDS-EVENT-0170': { of: 'cluster', category: 'creation', message: 'DB cluster created' },
  'RDS-EVENT-0171': { of: 'cluster', category: 'deletion', message: 'DB cluster deleted' },
  'RDS-EVENT-0172': {
    of: 'cluster',
    category: 'notification',
    message: 'Renamed DB cluster from % to %',
  },
  'RDS-EVENT-0354': {
    of: 'cluster',
    category: 'creation',
    message: "You can't create the DB cluster because of incompatible resources. %",
  },
} as const satisfies Record<string, CatalogueEntry>;

/** An id of RDS's event tables that the simulator emits. */
export type RdsEventId = keyof typeof catalogue;

/** Emits one event about a resource; `words` fill the message's blanks. */
export type EmitRdsEvent = (
  id: RdsEventId,
  about: { readonly location: Location; readonly arn: string; readonly identifier: string },
  ...words: string[]
) => void;

/** An event as RDS keeps it, for DescribeEvents. */
export interface KeptEvent {
  readonly location: Location;
  readonly arn: string;
  readonly identifier: string;
  readonly sourceType: (typeof sources)[keyof typeof sources]['apiType'];
  readonly category: string;
  readonly message: string;
  readonly time: number;
}

/**
 * Puts RDS events on the bus in the shape in which EventBridge delivers them.
 * @param kept gets each event too
 */
export function rdsEvents(
  bus: EventBus,
  clock: VirtualClock,
  kept: (event: KeptEvent) => void = () => {},
): EmitRdsEvent {
  return (id, { location, arn, identifier }, ...words) => {
    const entry: CatalogueEntry = catalogue[id];
    const { detailType, sourceType, apiType } = sources[entry.of];
    const blanks = [...words];
    const message = entry.message.replaceAll('%', () => blanks.shift() ?? '');
    kept({
      location,
      arn,
      identifier,
      sourceType: apiType,
      category: entry.category,
      message,
      time: clock.now(),
    });
    bus.put({
      location,
      source: 'aws.rds',
      detailType,
      resources: [arn],
      detail: {
        EventCategories: [entry.category],
        SourceType: sourceType,
        SourceArn: arn,
        Date: new Date(clock.now()).toISOString(),
        SourceIdentifier: identifier,
        Message: message,
        EventID: id,
      },
    });
  };
}
