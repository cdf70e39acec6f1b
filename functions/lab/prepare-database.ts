import { prepareHandler } from './handler/prepare.ts';
import { systemProbeClock } from './ports/probe-clock.ts';
import { connectMasterBySql } from './sql/connections.ts';

export { input } from './handler/prepare.ts';

/** Makes the user and the tables that probes need when the stack is deployed. */
export const handler = prepareHandler(connectMasterBySql, systemProbeClock);
