import type { HistoryEvent } from '@aws-sdk/client-sfn';

const data = new Set(['input', 'inputDetails', 'output', 'outputDetails']);

/** An event as GetExecutionHistory gives it for `includeExecutionData: false`: less input and output. */
export function withoutData(event: HistoryEvent): HistoryEvent {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]: [string, unknown]) => [
      name,
      name.endsWith('EventDetails')
        ? Object.fromEntries(Object.entries(value as object).filter(([key]) => !data.has(key)))
        : value,
    ]),
  ) as unknown as HistoryEvent;
}
