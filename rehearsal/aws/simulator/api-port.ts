import type { ApiPort } from '../deployment/providers/api-port.ts';
import { deploymentCaller } from './deployment-caller.ts';
import type { SimulatorServices } from './services.ts';

/** Milliseconds between two looks of CloudFormation at what it waits for. */
const interval = 15_000;

/** The calls of a deployment, in the simulator's services, and its waits on the virtual clock. */
export function apiPort(simulator: SimulatorServices): ApiPort {
  const { clock } = simulator;
  const callers = {
    ec2: deploymentCaller(simulator, simulator.ec2),
    rds: deploymentCaller(simulator, simulator.rds),
  };
  return {
    call: (location, service, operation, input) => callers[service](location, operation, input),
    async pause() {
      const passed = clock.sleep(interval);
      await (clock.isRunning ? passed : clock.run(passed));
    },
  };
}
