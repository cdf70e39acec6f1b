import { cloudformationDeployments } from '../../shared/adapters/cloudformation-deployments.ts';
import { customResourceInput, deploymentRequest } from '../../shared/handler/custom-resource.ts';
import { step } from '../../shared/handler/step.ts';
import type { PreparationPorts } from '../steps/prepare-database.ts';
import { prepareDatabase } from '../steps/prepare-database.ts';
import type { ConnectionSettings } from '../sql/connections.ts';
import { connectionsOf, readLab } from './environment.ts';

export const input = customResourceInput;

/**
 * The handler of PrepareDatabase.
 * @param connect signs in as the master; each time anew, so that a secret that has just been written is
 * read again
 */
export function prepareHandler(
  connect: (settings: ConnectionSettings) => PreparationPorts['connectAsMaster'],
  clock: PreparationPorts['clock'],
) {
  const lab = readLab();
  const preparation = {
    engine: lab.ENGINE,
    database: lab.DATABASE_NAME,
    user: lab.LOGIN === 'iam' ? lab.DATABASE_USER : undefined,
  };
  return step({
    input,
    run: (event) =>
      prepareDatabase(deploymentRequest(event), preparation, {
        connectAsMaster: () => connect(connectionsOf(lab))(),
        deployments: cloudformationDeployments(),
        clock,
      }),
  });
}
