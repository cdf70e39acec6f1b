import type { Simulator } from '../../aws/simulator/simulator.ts';
import { questionIn, readCommand, thinkingTime } from '../scene/approver.ts';
import { target } from '../scene/locations.ts';
import type { Deployed } from './deploy-scenario.ts';
import type { OperatorClient } from '../operator/operator-client.ts';
import type { Recorder } from './recorder.ts';
import type { Scenario } from './scenario.ts';

/** The old database may be deleted, or not: as the message says, a while after it came. */
export function approveLater(
  { approve }: Scenario,
  parts: {
    readonly simulator: Simulator;
    readonly deployed: Deployed;
    readonly operator: OperatorClient;
    readonly recorder: Recorder;
  },
): void {
  const { simulator, deployed, operator, recorder } = parts;
  if (approve === undefined || approve === 'nothing') return;
  const told = deployed.operationsTopics.flatMap((topic) =>
    simulator.sns.publications(topic).map(({ message }) => message),
  );
  const { toDeleteIt, toKeepIt } = questionIn(told);
  const answer = readCommand(approve === 'delete' ? toDeleteIt : toKeepIt);
  simulator.clock.at(simulator.clock.now() + thinkingTime, async () => {
    try {
      await operator.states(target, 'SendTaskSuccess', answer);
      recorder.decisions.push({ time: simulator.clock.now(), decision: approve });
    } catch (error) {
      // The execution that asked was stopped meanwhile.
      if (!(error instanceof Error) || error.name !== 'TaskTimedOut') throw error;
    }
  });
}
