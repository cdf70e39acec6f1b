import type { Assertion, Check } from '../rules/assertion.ts';
import { isVersion, versionText, versionsIn } from '../rules/server-version.ts';
import { StepOverdue, VerificationFailed, WrongDatabase } from '../../shared/rules/errors.ts';
import { pollingSchedules, pending } from '../../shared/rules/polling-schedule.ts';
import type { Pending, Progress } from '../../shared/rules/progress.ts';
import type { RecoveryPlan } from '../rules/recovery-plan.ts';
import { secondsSince } from '../../shared/ports/clock.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { AnswerLate, LoginRefused, NotAnswering, ReadOnly, ServerBusy } from '../ports/sql.ts';
import type { Connect, Dialect, SqlConnection } from '../ports/sql.ts';
import type { Endpoint } from '../../shared/rules/endpoint.ts';
import { runAssertion } from './run-assertion.ts';
import { passes, reasonOf } from './sql-failures.ts';

export interface VerifyPorts {
  readonly connect: Connect;
  readonly dialect: Dialect;
  readonly clock: Clock;
}

/** The states that verify: one under the temporary name, the others under the live one. */
export const verifyingSteps = [
  'VerifyDatabase',
  'VerifyLiveName',
  'VerifyFinally',
  'VerifyOnceMore',
] as const;

interface Request {
  readonly plan: RecoveryPlan;
  readonly step: (typeof verifyingSteps)[number];
  /** The restored database's resource id. */
  readonly restoredId: string;
  readonly endpoint: Endpoint;
  readonly since: string;
  readonly assertions: readonly Assertion[];
}

/**
 * Seconds for which a new login that is refused, and a server that takes no writes, may be what
 * passes: IAM throttles logins above a rate (Aurora User Guide, "IAM database authentication":
 * limitations), and says no more than that the login failed.
 */
const passingRefusal = 120;

/**
 * Verifies the restored database as an application would meet it: it answers, it is the engine
 * version it must be, it takes writes, and the operator's assertions hold. Under its temporary name it
 * then gets a mark. Under the live name the mark comes first: an address that DNS still has may lead
 * to the database that was replaced, to which nothing may be written, and whose answers say nothing.
 *
 * What passes is no verdict, and everything is checked anew: a connection that breaks, a limit, a
 * statement that was cut off, and for a while a refused login, but for a wrong password; under the live name, where the same login has worked minutes before,
 * for as long as the step may take.
 * @returns when ready, the checks, and when the endpoint answered (ISO 8601)
 * @throws LoginRefused; WrongDatabase; VerificationFailed when a check fails; StepOverdue when nobody
 * answers in time
 */
export async function verifyDatabase(
  request: Request,
  ports: VerifyPorts,
): Promise<Progress<{ answeredAt: string; checks: Check[] }>> {
  const elapsedSeconds = secondsSince(ports.clock, request.since);
  try {
    const connection = await ports.connect(request.endpoint);
    const answeredAt = new Date(ports.clock.now()).toISOString();
    try {
      const checks = await verify(request, connection, ports.dialect, elapsedSeconds);
      return 'state' in checks ? checks : { state: 'ready', answeredAt, checks };
    } finally {
      // One that broke can't be closed either; what was seen counts.
      await connection.close().catch(() => {});
    }
  } catch (error) {
    return waitOn(request, error, elapsedSeconds);
  }
}

/** @throws what isn't waited for, or no longer */
function waitOn(request: Request, error: unknown, elapsedSeconds: number): Pending {
  const { step, endpoint } = request;
  const wait = (wish: string): Pending =>
    pending(step, { elapsedSeconds, waitingFor: `${endpoint.host} ${wish} (${reasonOf(error)})` });
  if (error instanceof NotAnswering) return wait('to answer');
  if (error instanceof ServerBusy) return wait('to have room');
  if (error instanceof ReadOnly) return wait('to take writes');
  if (error instanceof AnswerLate) {
    if (elapsedSeconds < pollingSchedules[step].deadline) return wait('to answer in time');
    throw neverInTime(request, error);
  }
  if (!(error instanceof LoginRefused)) throw error;
  const isFinal = error.isFinal && step === 'VerifyDatabase';
  if (!isFinal && elapsedSeconds < patienceOf(step)) return wait('to let VerifyDatabase in');
  if (step === 'VerifyDatabase') throw error;
  throw new LoginRefused(
    `${error.message}. The same login had worked under the temporary name; ${step} was refused ` +
      `until its deadline of ${pollingSchedules[step].deadline} s`,
    { cause: error },
  );
}

/** The verdict on what was cut off at every look. */
function neverInTime({ step, endpoint }: Request, error: AnswerLate): StepOverdue {
  return new StepOverdue(
    `expected ${endpoint.host} to answer in time, and until the deadline of ` +
      `${pollingSchedules[step].deadline} s it never did (${reasonOf(error)}). What is restored is slow ` +
      'until it has been read once: start the run again once the volume is warm, or have the query ask ' +
      'for less, by an index',
    { cause: error },
  );
}

/** The seconds for which a refusal may be one that passes. */
function patienceOf(step: Request['step']): number {
  return step === 'VerifyDatabase' ? passingRefusal : pollingSchedules[step].deadline;
}

async function verify(
  request: Request,
  connection: SqlConnection,
  dialect: Dialect,
  elapsedSeconds: number,
): Promise<Check[] | Pending> {
  const marking = request.step === 'VerifyDatabase';
  if (!marking) {
    const { mark, whom } = await findMark(connection, dialect);
    if (mark !== request.restoredId) return waitForRestored(request, whom, elapsedSeconds);
  }
  const checks = await runChecks(request, connection, dialect, elapsedSeconds);
  requireAll(checks, request);
  if (marking) await leaveMark(request, connection, dialect);
  const detail = marking
    ? `the mark of ${request.restoredId} was left and read back`
    : `expected the mark of ${request.restoredId}, found it`;
  return [{ name: 'identity', passed: true, detail }, ...checks];
}

/** What a server says instead of its mark is no verdict on the restored one: it may be anybody. */
async function findMark(
  connection: SqlConnection,
  dialect: Dialect,
): Promise<{ mark?: string; whom: string }> {
  try {
    const mark = await dialect.readMark(connection);
    if (mark === undefined) return { whom: 'a database without a mark' };
    return { mark, whom: `the mark of ${mark.slice(0, 100)}` };
  } catch (error) {
    if (passes(error)) throw error;
    return { whom: `no mark that can be read: ${reasonOf(error)}` };
  }
}

/** @throws WrongDatabase at the step's deadline */
function waitForRestored(
  { step, endpoint, restoredId }: Request,
  whom: string,
  elapsedSeconds: number,
): Pending {
  if (elapsedSeconds < pollingSchedules[step].deadline) {
    const waitingFor = `${endpoint.host} to lead to ${restoredId} (found ${whom})`;
    return pending(step, { elapsedSeconds, waitingFor });
  }
  throw new WrongDatabase(
    `expected ${endpoint.host} to lead to ${restoredId}, found ${whom} for ` +
      `${Math.round(elapsedSeconds)} s, and wrote nothing to it. Compare the address that the ` +
      "function's VPC has for the name with that of the database in the RDS console, and delete " +
      'neither database before they are the same; then start the run again',
  );
}

/** @throws VerificationFailed */
async function leaveMark(
  { restoredId, endpoint }: Request,
  connection: SqlConnection,
  dialect: Dialect,
): Promise<void> {
  try {
    await dialect.writeMark(connection, restoredId);
    const found = await dialect.readMark(connection);
    if (found !== restoredId) throw new Error(`${found ?? 'none'} was read back`);
  } catch (error) {
    if (passes(error)) throw error;
    throw new VerificationFailed(
      `expected ${endpoint.host} to keep the mark ${restoredId}, by which it is known under the ` +
        `live name, found: ${reasonOf(error)}. Give the user the rights that the README names at ` +
        'DatabaseSecretArn',
      { cause: error },
    );
  }
}

/** @throws VerificationFailed telling all that failed */
function requireAll(checks: readonly Check[], request: Request): void {
  const failed = checks.filter(({ passed }) => !passed);
  if (failed.length === 0) return;
  const own = failed.some(({ name }) => request.assertions.some((one) => one.name === name));
  const outgrown =
    request.step !== 'VerifyDatabase' && own
      ? '. Applications have been writing under the live name since the swap: look whether their ' +
        'writes explain it; an assertion that they outgrow holds for what was captured, and says ' +
        '"when": "captured" in SqlAssertions'
      : '';
  throw new VerificationFailed(
    `${failed.length} of ${checks.length} checks failed on ${request.endpoint.host}: ` +
      failed.map(({ name, detail }) => `${name}: ${detail}`).join('; ') +
      outgrown,
  );
}

async function runChecks(
  request: Request,
  connection: SqlConnection,
  dialect: Dialect,
  elapsedSeconds: number,
): Promise<Check[]> {
  const { notice, engineVersion } = request.plan;
  const checks = [
    await checkVersion(connection, dialect, engineVersion ?? notice.snapshot.engineVersion),
    await checkWrites(connection, dialect, elapsedSeconds < patienceOf(request.step)),
  ];
  for (const assertion of request.assertions) {
    if (request.step !== 'VerifyDatabase' && assertion.when === 'captured') continue;
    try {
      checks.push(await runAssertion(connection, assertion, notice.capturedAt));
    } catch (error) {
      // What has failed already needn't wait for what is late.
      if (error instanceof AnswerLate) requireAll(checks, request);
      throw error;
    }
  }
  return checks;
}

async function checkVersion(
  connection: SqlConnection,
  dialect: Dialect,
  engineVersion: string,
): Promise<Check> {
  const name = 'engine version';
  const expected = versionsIn(engineVersion);
  try {
    const found = await dialect.serverVersion(connection);
    return {
      name,
      passed: isVersion(expected, found),
      detail: `expected ${versionText(expected)}, found ${versionText(found)}`,
    };
  } catch (error) {
    if (passes(error)) throw error;
    const detail = `expected ${versionText(expected)}, found: ${reasonOf(error)}`;
    return { name, passed: false, detail };
  }
}

/** @param patient whether a server that takes no writes may be one that soon does */
async function checkWrites(
  connection: SqlConnection,
  dialect: Dialect,
  patient: boolean,
): Promise<Check> {
  const name = 'accepts writes';
  try {
    await dialect.proveWrites(connection);
    return { name, passed: true, detail: 'a row was written, read back and removed' };
  } catch (error) {
    if (passes(error) || (patient && error instanceof ReadOnly)) throw error;
    return {
      name,
      passed: false,
      detail: `expected a write to succeed, found: ${reasonOf(error)}`,
    };
  }
}
