import { SnapshotQuotaFull } from '../rules/errors.ts';
import { AlreadyExists, CopiesBusy, NotInState, Refused } from '../ports/aws-errors.ts';

const alreadyExists = new Set([
  'DBClusterAlreadyExistsFault',
  'DBClusterRoleAlreadyExistsFault',
  'DBClusterSnapshotAlreadyExistsFault',
  'DBInstanceAlreadyExistsFault',
  'DBInstanceRoleAlreadyExistsFault',
  'DBSnapshotAlreadyExistsFault',
]);

const notInState = new Set([
  'InvalidDBClusterSnapshotStateFault',
  'InvalidDBClusterStateFault',
  'InvalidDBInstanceStateFault',
  'InvalidDBSnapshotStateFault',
]);

const refused = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'DBClusterSnapshotNotFoundFault',
  'DBSnapshotNotFoundFault',
  'InvalidParameterCombination',
  'InvalidParameterCombinationException',
  'InvalidParameterValue',
  'InvalidParameterValueException',
  'KMSKeyNotAccessibleFault',
]);

/**
 * What an answer of RDS means to a step. What isn't listed is rethrown as it is.
 *
 * One code stands for two things, told apart only by the message: the quota of manual snapshots is
 * full until somebody deletes some, while a copy too many need only wait.
 */
export function translate(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  if (alreadyExists.has(name)) return new AlreadyExists(message, { cause: error });
  if (notInState.has(name)) return new NotInState(message, { cause: error });
  if (name === 'SnapshotQuotaExceededFault') {
    return /\bcop(y|ies)\b/i.test(message)
      ? new CopiesBusy(message, { cause: error })
      : new SnapshotQuotaFull(
          `${message}: delete manual snapshots in this Region, or ask AWS for a higher quota`,
          { cause: error },
        );
  }
  if (refused.has(name)) return new Refused(`${name}: ${message}`, { cause: error });
  return error;
}

/** Runs a call of RDS, and throws what its errors mean. */
export async function translated<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw translate(error);
  }
}

/** Runs a look-up, for which "not found" is an answer. */
export async function unlessNotFound<Answer>(
  call: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && notFound.has(error.name)) return undefined;
    throw error;
  }
}

const notFound = new Set([
  'DBClusterNotFoundFault',
  'DBClusterSnapshotNotFoundFault',
  'DBInstanceNotFoundFault',
  'DBParameterGroupNotFoundFault',
  'DBProxyNotFoundFault',
  'DBSnapshotNotFoundFault',
  'OptionGroupNotFoundFault',
]);
