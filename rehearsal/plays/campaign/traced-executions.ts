import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { Deployed } from './deploy-scenario.ts';
import type { Recorder } from './recorder.ts';
import type { TracedExecution } from './trace.ts';

/** Every execution that was begun, as it ended. */
export async function tracedExecutions(
  simulator: Simulator,
  deployed: Deployed,
  recorder: Recorder,
): Promise<readonly TracedExecution[]> {
  return Promise.all(
    recorder.begun.map(async ({ arn, input }): Promise<TracedExecution> => {
      const result = await simulator.stepFunctions.whenDone(arn);
      const { startedAt, stoppedAt, status } = result;
      const name = arn.split(':').at(-1) ?? '';
      const sources = [deployed.sourceMachineArn, deployed.secondSourceMachineArn];
      const isCapture = sources.some(
        (machine) => machine && arn.includes(`:${machine.split(':').at(-1)}:`),
      );
      return {
        workflow: isCapture ? 'source' : 'target',
        name,
        startedAt,
        stoppedAt,
        status,
        error: 'error' in result ? result.error : undefined,
        cause: 'cause' in result ? result.cause : undefined,
        input,
      };
    }),
  );
}
