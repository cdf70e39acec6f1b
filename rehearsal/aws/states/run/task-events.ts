import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { TaskState } from '../definition.ts';
import { errorDetails, type EventDetails, inputDetails, outputDetails } from '../history.ts';
import type { Json } from '../json.ts';
import type { StateError } from '../state-error.ts';
import type { Visit } from './visit.ts';

/** Records what a Task goes through: one family of events for functions, one for integrations. */
export interface TaskEvents {
  scheduled(input: Json, timeoutSeconds?: number, heartbeatSeconds?: number): void;
  submitted(output: Json): void;
  succeeded(output: Json): void;
  failed(error: StateError): void;
  timedOut(error: StateError): void;
}

export function taskEvents(visit: Visit<TaskState>): TaskEvents {
  const { history, region } = visit.run;
  const { chain } = visit.frame;
  const { resource } = visit.state;
  const add = (type: HistoryEventType, details: EventDetails): void => {
    history.add(chain, type, details);
  };
  const addFailure = (type: HistoryEventType, details: EventDetails): void =>
    history.addAfterFailure(chain, type, details);

  if (resource.kind === 'function') {
    return {
      scheduled(input, timeoutSeconds) {
        add('LambdaFunctionScheduled', {
          lambdaFunctionScheduledEventDetails: {
            resource: resource.arn,
            ...inputDetails(input),
            ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
          },
        });
        add('LambdaFunctionStarted', {});
      },
      submitted() {},
      succeeded: (output) =>
        add('LambdaFunctionSucceeded', {
          lambdaFunctionSucceededEventDetails: outputDetails(output),
        }),
      failed: (error) =>
        addFailure('LambdaFunctionFailed', {
          lambdaFunctionFailedEventDetails: errorDetails(error),
        }),
      timedOut: (error) =>
        addFailure('LambdaFunctionTimedOut', {
          lambdaFunctionTimedOutEventDetails: errorDetails(error),
        }),
    };
  }

  const token = resource.waitForTaskToken ? '.waitForTaskToken' : '';
  const called = { resourceType: resource.service, resource: `${resource.action}${token}` };
  return {
    scheduled(input, timeoutSeconds, heartbeatSeconds) {
      add('TaskScheduled', {
        taskScheduledEventDetails: {
          ...called,
          region,
          parameters: JSON.stringify(input),
          ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
          ...(heartbeatSeconds !== undefined && { heartbeatInSeconds: heartbeatSeconds }),
        },
      });
      add('TaskStarted', { taskStartedEventDetails: called });
    },
    submitted: (output) =>
      add('TaskSubmitted', {
        taskSubmittedEventDetails: { ...called, ...outputDetails(output) },
      }),
    succeeded: (output) =>
      add('TaskSucceeded', {
        taskSucceededEventDetails: { ...called, ...outputDetails(output) },
      }),
    failed: (error) =>
      addFailure('TaskFailed', { taskFailedEventDetails: { ...called, ...errorDetails(error) } }),
    timedOut: (error) =>
      addFailure('TaskTimedOut', {
        taskTimedOutEventDetails: { ...called, ...errorDetails(error) },
      }),
  };
}
