import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { Location } from '../../contracts.ts';
import type { ServiceMetric } from './cloud-watch.ts';
import type { Point } from './evaluation.ts';

const minute = 60_000;

/** Source: Step Functions Developer Guide, "Monitoring with CloudWatch", execution metrics. */
const executionMetrics: Readonly<Record<string, ExecutionStatus>> = {
  ExecutionsSucceeded: 'SUCCEEDED',
  ExecutionsFailed: 'FAILED',
  ExecutionsTimedOut: 'TIMED_OUT',
  ExecutionsAborted: 'ABORTED',
};

/** What Step Functions publishes of a state machine, when an execution ends. */
export function stateMachineMetrics(
  location: Location,
  stateMachineArn: string,
  ended: () => readonly { readonly status: ExecutionStatus; readonly stoppedAt: number }[],
): readonly ServiceMetric[] {
  return Object.entries(executionMetrics).map(([name, status]) => ({
    namespace: 'AWS/States',
    name,
    dimensions: { StateMachineArn: stateMachineArn },
    location,
    pointsUntil: (time) =>
      ended()
        .filter((one) => one.status === status && one.stoppedAt <= time)
        .map(({ stoppedAt }) => ({ time: stoppedAt, value: 1 })),
  }));
}

/**
 * What SQS publishes of a queue, each minute from its first message on: before, it is inactive.
 * Source: SQS Developer Guide, "Available CloudWatch metrics".
 */
export function queueMetrics(
  location: Location,
  queueName: string,
  messages: () => readonly { readonly sent: Date }[],
): readonly ServiceMetric[] {
  return [
    {
      namespace: 'AWS/SQS',
      name: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: queueName },
      location,
      pointsUntil: (until) => {
        const sent = messages().map((message) => message.sent.getTime());
        const points: Point[] = [];
        const first = Math.ceil(Math.min(...sent) / minute) * minute;
        for (let time = first; time <= until; time += minute) {
          points.push({ time, value: sent.filter((one) => one <= time).length });
        }
        return points;
      },
    },
  ];
}
