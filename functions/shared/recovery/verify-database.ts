import type { Assertion, Check } from '../domain/assertion.ts';
import { checkAssertion } from '../domain/assertion.ts';
import { VerificationFailed } from '../domain/errors.ts';
import { pending } from '../domain/pace.ts';
import type { PacedStep } from '../domain/pace.ts';
import type { Pending, Progress } from '../domain/progress.ts';
import type { RecoveryPlan } from '../domain/recovery-plan.ts';
import { secondsSince } from '../ports/clock.ts';
import type { Clock } from '../ports/clock.ts';
import { NotAnswering } from '../ports/sql.ts';
import type { Connect, Dialect, SqlConnection } from '../ports/sql.ts';
import type { Endpoint } from './add-instances.ts';

export interface VerifyPorts {
  readonly connect: Connect;
  readonly dialect: Dialect;
  readonly clock: Clock;
}

/**
 * Verifies the restored database as an application would meet it: it answers, it is the engine
 * version it must be, it takes writes, and the operator's assertions hold.
 * @returns when ready, the checks, and when the endpoint answered (ISO 8601)
 * A connection that breaks on the way is no verdict: everything is checked anew.
 * @throws LoginRefused; StepOverdue when nobody answers in time; VerificationFailed when a check fails
 */
export async function verifyDatabase(
  request: {
    readonly plan: RecoveryPlan;
    readonly step: PacedStep;
    readonly endpoint: Endpoint;
    readonly since: string;
    readonly assertions: readonly Assertion[];
  },
  ports: VerifyPorts,
): Promise<Progress<{ answeredAt: string; checks: Check[] }>> {
  const connection = await connectUnlessSilent(request.endpoint, ports.connect);
  if (connection instanceof NotAnswering) return waitOn(request, connection, ports.clock);
  const answeredAt = new Date(ports.clock.now()).toISOString();
  try {
    const checks = await runChecks(request, connection, ports.dialect);
    const failed = checks.filter(({ passed }) => !passed);
    if (failed.length === 0) return { state: 'ready', answeredAt, checks };
    throw new VerificationFailed(
      `${failed.length} of ${checks.length} checks failed on ${request.endpoint.host}: ` +
        failed.map(({ name, detail }) => `${name}: ${detail}`).join('; '),
    );
  } catch (error) {
    if (error instanceof NotAnswering) return waitOn(request, error, ports.clock);
    throw error;
  } finally {
    // One that broke can't be closed either; what was seen counts.
    await connection.close().catch(() => {});
  }
}

async function connectUnlessSilent(
  endpoint: Endpoint,
  connect: Connect,
): Promise<SqlConnection | NotAnswering> {
  try {
    return await connect(endpoint);
  } catch (error) {
    if (error instanceof NotAnswering) return error;
    throw error;
  }
}

function waitOn(
  request: { readonly step: PacedStep; readonly endpoint: Endpoint; readonly since: string },
  silence: NotAnswering,
  clock: Clock,
): Pending {
  return pending(request.step, {
    elapsedSeconds: secondsSince(clock, request.since),
    waitingFor: `${request.endpoint.host} to answer (${silence.message})`,
  });
}

async function runChecks(
  request: { readonly plan: RecoveryPlan; readonly assertions: readonly Assertion[] },
  connection: SqlConnection,
  dialect: Dialect,
): Promise<Check[]> {
  const { notice } = request.plan;
  const checks = [
    await checkVersion(connection, dialect, notice.snapshot.engineVersion),
    await checkWrites(connection, dialect),
  ];
  for (const assertion of request.assertions) {
    checks.push(await runAssertion(connection, assertion, notice.capturedAt));
  }
  return checks;
}

async function checkVersion(
  connection: SqlConnection,
  dialect: Dialect,
  engineVersion: string,
): Promise<Check> {
  const name = 'engine version';
  const expected = dialect.expectedVersion(engineVersion);
  try {
    const found = await dialect.serverVersion(connection);
    const passed = found === expected || found.startsWith(`${expected}.`);
    return { name, passed, detail: `expected ${expected}, found ${found}` };
  } catch (error) {
    if (error instanceof NotAnswering) throw error;
    return { name, passed: false, detail: `expected ${expected}, found: ${messageOf(error)}` };
  }
}

async function checkWrites(connection: SqlConnection, dialect: Dialect): Promise<Check> {
  const name = 'accepts writes';
  try {
    await dialect.proveWrites(connection);
    return { name, passed: true, detail: 'a row was written, read back and removed' };
  } catch (error) {
    if (error instanceof NotAnswering) throw error;
    return {
      name,
      passed: false,
      detail: `expected a write to succeed, found: ${messageOf(error)}`,
    };
  }
}

async function runAssertion(
  connection: SqlConnection,
  assertion: Assertion,
  capturedAt: string,
): Promise<Check> {
  try {
    const [row] = await connection.query(assertion.query);
    const value = row && Object.values(row)[0];
    return checkAssertion(assertion, value, capturedAt);
  } catch (error) {
    if (error instanceof NotAnswering) throw error;
    return {
      name: assertion.name,
      passed: false,
      detail: `expected the query to succeed, found: ${messageOf(error)}`,
    };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
