import type {
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { arnIn } from '../../authorization/arn.ts';
import type { Location, Operation, Service } from '../../contracts.ts';
import { operation } from '../typed-operation.ts';

/** What a template says of an alarm: CloudFormation and the API name its properties alike. */
export interface AlarmSettings {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Templates give numbers as texts too. */
const NUMBERS = ['Period', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold'];

/** CloudWatch's alarms as they are described when they are made; `CloudWatch.alarmHistory` evaluates them. */
export class Alarms implements Service {
  readonly name = 'monitoring';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #alarms: (AlarmSettings & { readonly location: Location; readonly made: Date })[] = [];
  readonly #clock: { now(): number };

  constructor(clock: { now(): number }) {
    this.#clock = clock;
    this.operations = {
      DescribeAlarms: operation<DescribeAlarmsInput, DescribeAlarmsOutput>(
        ['AlarmNames', 'AlarmNamePrefix', 'StateValue', 'AlarmTypes'],
        (input, call) => {
          const { accountId, region } = call.location;
          call.authorize(
            'cloudwatch:DescribeAlarms',
            arnIn(call.location, 'cloudwatch', 'alarm:*'),
          );
          return {
            MetricAlarms: this.#alarms
              .filter(({ location }) => location.accountId === accountId)
              .filter(({ location }) => location.region === region)
              .filter(({ name }) => input.AlarmNames?.includes(name) ?? true)
              .filter(({ name }) => name.startsWith(input.AlarmNamePrefix ?? ''))
              .map(describe)
              .filter(({ StateValue }) => [undefined, StateValue].includes(input.StateValue))
              .filter(() => input.AlarmTypes?.includes('MetricAlarm') ?? true),
            CompositeAlarms: [],
          };
        },
      ),
    };
  }

  create(location: Location, alarm: AlarmSettings): void {
    this.#alarms.push({ ...alarm, location, made: new Date(this.#clock.now()) });
  }
}

function describe({
  name,
  properties,
  location,
  made,
}: AlarmSettings & { readonly location: Location; readonly made: Date }): MetricAlarm {
  const given = Object.entries(properties).map(([key, value]) => [
    key,
    NUMBERS.includes(key) ? Number(value) : value,
  ]);
  return {
    ...(Object.fromEntries(given) as Partial<MetricAlarm>),
    AlarmName: name,
    AlarmArn: arnIn(location, 'cloudwatch', `alarm:${name}`),
    AlarmConfigurationUpdatedTimestamp: made,
    StateValue: 'INSUFFICIENT_DATA',
    StateReason: 'Unchecked: Initial alarm creation',
    StateUpdatedTimestamp: made,
  };
}
