import { lastingMembers } from '../../shared/rules/autoscaling.ts';
import { countTags, mostTags, portableTags } from '../../shared/rules/tags.ts';
import { manifestOf } from '../../shared/contract/manifest.ts';
import { checkIdentifier, snapshotIdentifier } from '../../shared/rules/identifier.ts';
import {
  checkRoute,
  copyKey,
  encryptionOf,
  encryptionWarnings,
} from '../../shared/rules/encryption.ts';
import type { CopyRoute, Encryption } from '../../shared/rules/encryption.ts';
import {
  DatabaseNotFound,
  DatabaseNotReady,
  InvalidPlan,
  KeyUnusable,
} from '../../shared/rules/errors.ts';
import { checkKind } from '../../shared/rules/foreign-kinds.ts';
import { checkKey } from '../../shared/rules/key-rules.ts';
import { meaningOf } from '../../shared/rules/status.ts';
import type { CapturePlan } from '../rules/capture-plan.ts';
import { captureTags } from '../rules/capture-tags.ts';
import type { Database, DatabaseKind, Location } from '../../shared/rules/database.ts';
import type { Databases } from '../../shared/ports/databases.ts';
import type { Keys } from '../../shared/ports/keys.ts';
import type { Offers } from '../../shared/ports/offers.ts';
import { checkPatience } from '../rules/patience.ts';
import type { Patience } from '../rules/patience.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { findLeftCapture } from './find-left-capture.ts';
import type { LeftCapturePorts } from './find-left-capture.ts';
import { lookAtVersions } from './look-at-versions.ts';

/** The source stack's parameters. */
export interface CaptureSettings {
  /** The stack's own name. */
  readonly stack: string;
  readonly location: Location;
  readonly kind: DatabaseKind;
  readonly identifier: string;
  readonly snapshotPrefix: string;
  readonly target: { readonly accountId: string; readonly region: string };
  readonly recoveryKeyArn: string;
  readonly route: CopyRoute;
  readonly topicArn: string;
  readonly patience: Patience;
}

export interface PreflightPorts extends LeftCapturePorts {
  readonly databases: Databases;
  /** In the source Region. */
  readonly sourceKeys: Keys;
  /** In the target Region. */
  readonly targetKeys: Keys;
  /** Of the target Region. */
  readonly targetOffers: Offers;
  readonly clock: Clock;
}

/**
 * Plans a capture before anything is made: the database, its encryption, the names and the keys. Where an
 * earlier run left a capture that the target hasn't been told of, it plans to go on with that one.
 * @throws DatabaseNotFound, DatabaseNotReady, DatabaseUnsupported, EncryptionImpossible,
 * InvalidIdentifier, InvalidPlan, KeyUnusable, SettingsDontFit
 */
export async function preflight(
  run: { readonly name: string; readonly startedAt: string },
  settings: CaptureSettings,
  ports: PreflightPorts,
): Promise<CapturePlan> {
  checkIdentifier(settings.identifier, 'the source database');
  checkPatience(settings.patience);
  const own = snapshotIdentifier(settings.snapshotPrefix, run.startedAt, {
    stack: settings.stack,
    run: run.name,
  });
  const database = await findDatabase(settings, ports.databases);
  checkKind(database, 'source');
  checkTags(
    database,
    captureTags({ ...settings, run: run.name, snapshot: own, source: database }, 'snapshot'),
  );
  const encryption = await situationOf(database, ports.sourceKeys);
  checkRoute(encryption, settings.route);
  const versions = await lookAtVersions(database, settings.target.region, ports.targetOffers);
  const copyKeyArn = await planCopyKey(settings, encryption, ports.targetKeys);
  const members = await ports.databases.members(database);
  const source = {
    ...settings.location,
    identifier: database.identifier,
    resourceId: database.resourceId,
  };
  const left = await findLeftCapture(
    { ...settings, source, copyKeyArn },
    {
      stack: settings.stack,
      snapshotPrefix: settings.snapshotPrefix,
      resourceId: database.resourceId,
      resumeHours: settings.patience.resumeHours,
      now: ports.clock.now(),
    },
    ports,
  );
  return {
    run: run.name,
    begunBy: left?.begunBy,
    stack: settings.stack,
    kind: settings.kind,
    source,
    target: settings.target,
    route: settings.route,
    snapshot: left?.snapshot ?? own,
    encryption: encryption.type,
    copyKeyArn,
    sharedKeyArn: settings.route === 'two-step' ? copyKeyArn : keyOf(encryption),
    topicArn: settings.topicArn,
    manifest: manifestOf(database, lastingMembers(members), portableTags(database.tags)),
    warnings: [...encryptionWarnings(encryption), ...passwordWarnings(database), ...versions],
  };
}

/**
 * A snapshot holds the master password of its moment, and RDS changes one that it manages. Source: Aurora
 * User Guide, "Password management with Secrets Manager".
 */
function passwordWarnings({ identifier, masterSecret }: Database): string[] {
  if (!masterSecret) return [];
  return [
    `RDS manages the master password of "${identifier}" in ${masterSecret.arn}, and changes it every 7 days by ` +
      "default: what is restored has the password of the capture's moment, and the target's DatabaseSecretArn " +
      'has to hold that one; give VerifyDatabase a user of its own, or IAM authentication',
  ];
}

async function findDatabase(settings: CaptureSettings, databases: Databases): Promise<Database> {
  const { identifier, kind, location } = settings;
  const database = await databases.byName(identifier);
  if (!database) {
    throw new DatabaseNotFound(
      `expected a ${kind === 'cluster' ? 'DB cluster' : 'DB instance'} "${identifier}" in ` +
        `${location.region}, found none: check SourceDBClusterIdentifier and DatabaseKind`,
    );
  }
  if (meaningOf(database) === 'failed') {
    throw new DatabaseNotReady(
      `"${identifier}" is ${database.status}; a snapshot can't be taken of it: bring it to ` +
        'available, then start the run again',
    );
  }
  return database;
}

/** AWS copies a database's tags onto its snapshots where it is told to, and refuses what is too much. */
function checkTags({ identifier, tags, settings }: Database, marks: Database['tags']): void {
  if (settings.copyTagsToSnapshots !== true) return;
  const wanted = countTags({ ...tags, ...marks });
  if (wanted <= mostTags) return;
  throw new InvalidPlan(
    `expected room for Understudy's tags on a snapshot of "${identifier}", found CopyTagsToSnapshot on, ` +
      `so that it would have ${wanted} tags, and AWS takes ${mostTags}: remove ${wanted - mostTags} of ` +
      "the database's tags, or turn CopyTagsToSnapshot off, then start the run again",
  );
}

async function situationOf(database: Database, keys: Keys): Promise<Encryption> {
  const { keyArn } = database.encryption;
  const key = keyArn === undefined ? undefined : await keys.describe(keyArn);
  if (key && key.state !== 'Enabled') {
    throw new KeyUnusable(
      `"${database.identifier}" is under ${key.arn}, which is ${key.state}: nothing that is under it ` +
        'can be copied, and soon not be read; enable the key or cancel its deletion, then start the ' +
        'run again',
    );
  }
  return encryptionOf(database.encryption, key?.manager);
}

async function planCopyKey(
  settings: CaptureSettings,
  encryption: Encryption,
  keys: Keys,
): Promise<string | undefined> {
  if (settings.route === 'one-call') return undefined;
  const keyArn = copyKey(settings.kind, encryption, settings.recoveryKeyArn);
  if (keyArn === undefined) return undefined;
  checkKey(
    keyArn,
    await keys.describe(keyArn),
    settings.target.region,
    'the recovery key (KMSKey)',
  );
  return keyArn;
}

function keyOf(encryption: Encryption): string | undefined {
  return 'keyArn' in encryption ? encryption.keyArn : undefined;
}
