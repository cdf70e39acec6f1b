import type { Deployments } from '../../shared/ports/deployments.ts';
import { answerDeployment } from '../../shared/steps/answer-deployment.ts';
import type { DeploymentOutcome, DeploymentRequest } from '../../shared/steps/answer-deployment.ts';
import type { Connection } from '../ports/connections.ts';
import type { ProbeClock } from '../ports/probe-clock.ts';
import { preparationOf } from '../rules/preparation.ts';
import type { Preparation } from '../rules/preparation.ts';
import { errorClassOf } from '../rules/sort-error.ts';

/** Milliseconds: a writer that has just been made may take a while to let anybody in. */
const pause = 5000;
const attempts = 12;

/** What the preparation works with. */
export interface PreparationPorts {
  /** Signs in at the cluster's endpoint as its master. @throws the driver's error */
  readonly connectAsMaster: () => Promise<Connection>;
  readonly deployments: Deployments;
  readonly clock: ProbeClock;
}

/**
 * Makes the user, the demo's schema and the table of rows at deployment; fails the deployment with the
 * reason where it can't. What is there already stays as it is. A deletion leaves all to the database's.
 */
export function prepareDatabase(
  request: DeploymentRequest,
  preparation: Preparation,
  { connectAsMaster, deployments, clock }: PreparationPorts,
): Promise<DeploymentOutcome> {
  return answerDeployment(request, deployments, 'schema', async () => {
    const connection = await patiently(connectAsMaster, clock);
    try {
      for (const statement of preparationOf(preparation)) await connection.query(statement);
    } finally {
      await connection.close();
    }
  });
}

/** A sign-in that is refused may be a secret that has just been written: it is tried again, too. */
async function patiently(
  connect: PreparationPorts['connectAsMaster'],
  clock: ProbeClock,
): Promise<Connection> {
  for (let left = attempts - 1; ; left--) {
    try {
      return await connect();
    } catch (error) {
      if (left === 0 || errorClassOf(error) === 'certificate') throw error;
      await clock.sleep(pause);
    }
  }
}
