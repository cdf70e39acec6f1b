import { probeHandler } from './handler/probe.ts';
import { systemProbeClock } from './ports/probe-clock.ts';
import { randomRunNames } from './ports/run-names.ts';
import { connectBySql } from './sql/connections.ts';

export { input } from './handler/probe.ts';

/** Writes through one path for a while, and answers with what its clients met. */
export const handler = probeHandler((settings) => ({
  connect: connectBySql(settings),
  clock: systemProbeClock,
  runs: randomRunNames,
  userOf: async (path) => (await settings.logins.of(path)).user,
}));
