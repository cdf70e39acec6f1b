import { step } from '../../shared/handler/step.ts';
import { InvalidInput } from '../../shared/rules/errors.ts';
import { ProbeRequest, tooLong } from '../rules/probe-request.ts';
import { wayOf } from '../rules/ways.ts';
import { probeDatabase } from '../steps/probe-database.ts';
import type { ProbePorts } from '../steps/probe-database.ts';
import type { ConnectionSettings } from '../sql/connections.ts';
import { connectionsOf, readLab } from './environment.ts';
import { publishProbe } from './publish-probe.ts';

export const input = ProbeRequest;

/** The handler of ProbeDatabase. @param portsOf what it works with, made anew for each invocation */
export function probeHandler(portsOf: (settings: ConnectionSettings) => ProbePorts) {
  const lab = readLab();
  return step({
    input,
    run: async (request, context) => {
      const refusal = tooLong(request.seconds, context.getRemainingTimeInMillis());
      if (refusal !== undefined) throw new InvalidInput(refusal);
      const settings = connectionsOf(lab);
      wayOf(request.path, settings.hosts);
      const result = await probeDatabase(request, lab.ENGINE, portsOf(settings));
      publishProbe(result);
      return result;
    },
  });
}
