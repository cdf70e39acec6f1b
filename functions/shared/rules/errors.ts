/**
 * The named errors of Understudy. A state machine matches `error.name`, so each class sets a literal
 * name: a bare subclass is called "Error", and a minified `constructor.name` is "e".
 * Each message says what was expected, what was found and what to do.
 */

/** An event or a state's input doesn't have the shape that the function expects. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
}

/** A variable of the function's environment is missing or malformed. */
export class InvalidEnvironment extends Error {
  override readonly name = 'InvalidEnvironment';
}

/** A name that RDS would refuse, now or once a suffix is added. */
export class InvalidIdentifier extends Error {
  override readonly name = 'InvalidIdentifier';
}

/** Parameters that are well-formed one by one and impossible together. */
export class InvalidPlan extends Error {
  override readonly name = 'InvalidPlan';
}

/** A setting of the live database or of a parameter that AWS doesn't offer for the snapshot. */
export class SettingsDontFit extends Error {
  override readonly name = 'SettingsDontFit';
}

/** A notice from a topic, account or Region, or of a version, that isn't expected here. */
export class NoticeRefused extends Error {
  override readonly name = 'NoticeRefused';
}

/** A notice of an older capture than the one that is live already. */
export class NoticeOutdated extends Error {
  override readonly name = 'NoticeOutdated';
}

/** A newer capture waits to be restored: this run would put older data in its place. */
export class RunOvertaken extends Error {
  override readonly name = 'RunOvertaken';
}

/** Somebody keeps what is live from being replaced. */
export class OnHold extends Error {
  override readonly name = 'OnHold';
}

/** A capture of another database than the one that is live stems from. */
export class LineageRefused extends Error {
  override readonly name = 'LineageRefused';
}

/** The database that a run is about isn't there. */
export class DatabaseNotFound extends Error {
  override readonly name = 'DatabaseNotFound';
}

/** The database is in a status from which the step can't start. */
export class DatabaseNotReady extends Error {
  override readonly name = 'DatabaseNotReady';
}

/** A database of a kind or an engine that isn't recovered here. */
export class DatabaseUnsupported extends Error {
  override readonly name = 'DatabaseUnsupported';
}

/** The way this database is encrypted rules out the way it is asked to travel. */
export class EncryptionImpossible extends Error {
  override readonly name = 'EncryptionImpossible';
}

/** A KMS key is missing, disabled, of another Region or AWS-managed where it mustn't be. */
export class KeyUnusable extends Error {
  override readonly name = 'KeyUnusable';
}

/** AWS refused to copy across account and Region in one call. */
export class OneCallCopyRefused extends Error {
  override readonly name = 'OneCallCopyRefused';
}

/** A name that a step needs is held by something that isn't this recovery's. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken';
}

/** Something that a step was about to change or delete doesn't carry this recovery's marks. */
export class NotOurs extends Error {
  override readonly name = 'NotOurs';
}

/** A snapshot reached a status from which it never becomes available. */
export class SnapshotFailed extends Error {
  override readonly name = 'SnapshotFailed';
}

/** The Region's quota of manual snapshots is used up: no snapshot can be made until some are deleted. */
export class SnapshotQuotaFull extends Error {
  override readonly name = 'SnapshotQuotaFull';
}

/** A quota of AWS that no waiting mends is used up: a person makes room, or has it raised. */
export class QuotaFull extends Error {
  override readonly name = 'QuotaFull';
}

/** A cluster or instance reached a status from which it never becomes available. */
export class DatabaseFailed extends Error {
  override readonly name = 'DatabaseFailed';
}

/** A step's deadline passed. */
export class StepOverdue extends Error {
  override readonly name = 'StepOverdue';
}

/** The restored database is up, and isn't what it must be. */
export class VerificationFailed extends Error {
  override readonly name = 'VerificationFailed';
}

/** A name leads to another database than the one that it was given to. */
export class WrongDatabase extends Error {
  override readonly name = 'WrongDatabase';
}

/** An address or a port that must not become a target of a load balancer. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

/** It is unknown where an endpoint leads, and somebody waits for the answer. */
export class EndpointUnknown extends Error {
  override readonly name = 'EndpointUnknown';
}
