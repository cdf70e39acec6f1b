import type { DescribeEventsMessage, EventsMessage } from '@aws-sdk/client-rds';
import { AwsError } from '../../contracts.ts';
import { simulated } from './operation.ts';
import { page } from './pagination.ts';

/** Minutes that DescribeEvents looks back where nobody says otherwise (RDS API reference). */
const looksBack = 60;
/** RDS keeps events for 14 days. */
const kept = 14 * 24 * 60;
const minute = 60_000;

/** Events of the account and Region, oldest first. */
export const describeEvents = simulated<DescribeEventsMessage, EventsMessage>(
  'DescribeEvents',
  {
    SourceIdentifier: true,
    SourceType: true,
    StartTime: true,
    EndTime: true,
    Duration: true,
    EventCategories: true,
    MaxRecords: true,
    Marker: true,
  },
  ({ clock, events }, input, call) => {
    call.authorize('rds:DescribeEvents', '*');
    if (input.SourceIdentifier !== undefined && input.SourceType === undefined) {
      throw new AwsError(
        'InvalidParameterCombination',
        'You must specify a source type when you specify a source identifier',
      );
    }
    const now = clock.now();
    const from = Math.max(
      input.StartTime?.getTime() ?? now - (input.Duration ?? looksBack) * minute,
      now - kept * minute,
    );
    const to = input.EndTime?.getTime() ?? now;
    const { accountId, region } = call.location;
    const numbered = events
      .filter(({ location }) => location.accountId === accountId && location.region === region)
      .map((event, index) => ({ ...event, number: String(index).padStart(8, '0') }))
      .filter(({ time }) => time >= from && time <= to)
      .filter((event) => matches(event.sourceType, input.SourceType))
      .filter((event) => matches(event.identifier, input.SourceIdentifier?.toLowerCase()))
      .filter(({ category }) => input.EventCategories?.includes(category) ?? true);
    const { items, ...rest } = page(numbered, ({ number }) => number, input);
    return {
      Events: items.map((event) => ({
        SourceIdentifier: event.identifier,
        SourceType: event.sourceType,
        Message: event.message,
        EventCategories: [event.category],
        Date: new Date(event.time),
        SourceArn: event.arn,
      })),
      ...rest,
    };
  },
);

function matches(found: string, wanted: string | undefined): boolean {
  return wanted === undefined || found === wanted;
}
