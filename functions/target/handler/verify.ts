import * as z from 'zod/mini';
import { rdsAuthorities } from '../../shared/adapters/sql/authorities.ts';
import type { Authorities } from '../../shared/adapters/sql/authorities.ts';
import { iamLogin, secretLogin } from '../../shared/adapters/sql/login.ts';
import { readAssertions } from '../rules/assertion.ts';
import { MasterLogin } from '../../shared/rules/endpoint.ts';
import { InvalidEnvironment } from '../../shared/rules/errors.ts';
import { Moment, optional, Port } from '../../shared/rules/formats.ts';
import { RecoveryPlan } from '../rules/recovery-plan.ts';
import { systemClock } from '../../shared/ports/clock.ts';
import type { Connect, Dialect } from '../ports/sql.ts';
import { verifyDatabase, verifyingSteps } from '../steps/verify-database.ts';
import { readEnvironment } from '../../shared/handler/environment.ts';
import { publishMetrics } from '../../shared/handler/metrics.ts';
import { step } from '../../shared/handler/step.ts';
import type { Login } from '../../shared/adapters/sql/login.ts';

export const input = z.object({
  plan: RecoveryPlan,
  step: z.enum(verifyingSteps),
  /** The restored database's resource id, which is the mark that it gets. */
  restoredId: z.string().check(z.regex(/^[\w-]{1,255}$/, 'expected a resource id of RDS')),
  endpoint: z.object({
    host: z.string().check(z.minLength(1)),
    port: Port,
    master: z.optional(MasterLogin),
  }),
  since: Moment,
});

/** The handler of VerifyDatabase, for the SQL that the engine speaks. */
export function verifyHandler(speak: {
  readonly connect: (login: Login, authorities: Authorities) => Connect;
  readonly dialect: Dialect;
}) {
  const environment = readEnvironment({
    DATABASE_SECRET_ARN: optional(z.string().check(z.startsWith('arn:'))),
    DATABASE_USER: optional(z.string()),
    DATABASE_NAME: optional(z.string()),
    DATABASE_CA_FILE: z.string().check(z.minLength(1)),
    SQL_ASSERTIONS: z.pipe(z.string(), z.transform(readAssertions)),
  });
  const connect = speak.connect(loginOf(environment), rdsAuthorities(environment.DATABASE_CA_FILE));
  return step({
    input,
    run: async (request) => {
      const progress = await verifyDatabase(
        { ...request, assertions: environment.SQL_ASSERTIONS },
        { connect, dialect: speak.dialect, clock: systemClock },
      );
      if (request.step === 'VerifyDatabase' && progress.state === 'ready') {
        // There is a copy that works, whatever becomes of it in this run: what an alarm waits for.
        publishMetrics({ workflow: 'target', database: request.plan.names.live }, [
          { name: 'CopiesVerified', unit: 'Count', value: 1 },
        ]);
      }
      return progress;
    },
  });
}

function loginOf(environment: {
  readonly AWS_REGION: string;
  readonly DATABASE_SECRET_ARN?: string | undefined;
  readonly DATABASE_USER?: string | undefined;
  readonly DATABASE_NAME?: string | undefined;
}): Login {
  const { AWS_REGION, DATABASE_SECRET_ARN, DATABASE_USER, DATABASE_NAME } = environment;
  if (DATABASE_SECRET_ARN !== undefined) return secretLogin(AWS_REGION, DATABASE_SECRET_ARN);
  if (DATABASE_USER !== undefined) return iamLogin(AWS_REGION, DATABASE_USER, DATABASE_NAME);
  throw new InvalidEnvironment(
    'expected DATABASE_SECRET_ARN, or DATABASE_USER for IAM authentication; found neither',
  );
}
