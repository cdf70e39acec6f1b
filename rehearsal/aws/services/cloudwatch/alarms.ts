import type {
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { arnIn } from '../../authorization/arn.ts';
import type { Location, Operation, Service } from '../../contracts.ts';
import { operation } from '../typed-operation.ts';
import type { CloudWatch } from './cloud-watch.ts';

/** What a template says of an alarm: CloudFormation and the API name its properties alike. */
export interface AlarmSettings {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface DescribedAlarm extends AlarmSettings {
  readonly location: Location;
  readonly made: number;
}

/** CloudWatch's API as far as an operator asks how the alarms are. */
export class Alarms implements Service {
  readonly name = 'monitoring';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #alarms: DescribedAlarm[] = [];
  readonly #clock: { now(): number };
  readonly #metrics: Pick<CloudWatch, 'alarmHistory'>;

  /** @param metrics knows how each alarm changed */
  constructor(clock: { now(): number }, metrics: Pick<CloudWatch, 'alarmHistory'>) {
    this.#clock = clock;
    this.#metrics = metrics;
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
              .filter(() => input.AlarmTypes?.includes('MetricAlarm') ?? true)
              .map((alarm) => this.#describe(alarm))
              .filter(({ StateValue }) => [undefined, StateValue].includes(input.StateValue)),
            CompositeAlarms: [],
          };
        },
      ),
    };
  }

  add(location: Location, alarm: AlarmSettings): void {
    this.#alarms.push({ ...alarm, location, made: this.#clock.now() });
  }

  #describe({ name, properties, location, made }: DescribedAlarm): MetricAlarm {
    const { accountId, region } = location;
    const change = this.#metrics
      .alarmHistory()
      .findLast(
        ({ alarm }) =>
          alarm.name === name &&
          alarm.location.accountId === accountId &&
          alarm.location.region === region,
      );
    return {
      ActionsEnabled: true,
      ...(asTheApiHas(properties) as Partial<MetricAlarm>),
      AlarmName: name,
      AlarmArn: arnIn(location, 'cloudwatch', `alarm:${name}`),
      AlarmConfigurationUpdatedTimestamp: new Date(made),
      StateValue: change?.to ?? 'INSUFFICIENT_DATA',
      StateReason: change ? 'Threshold' : 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: new Date(change?.time ?? made),
    };
  }
}

const numbers = ['Period', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold'];
const truths = ['ActionsEnabled', 'ReturnData'];

/** Templates give numbers and truths as texts too. */
function asTheApiHas(value: unknown, name = ''): unknown {
  if (numbers.includes(name)) return Number(value);
  if (truths.includes(name)) return String(value) === 'true';
  if (Array.isArray(value)) return value.map((item) => asTheApiHas(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [key, asTheApiHas(held, key)]),
  );
}
