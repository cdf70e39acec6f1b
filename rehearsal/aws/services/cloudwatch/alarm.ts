import type { Location } from '../../contracts.ts';

/** What an alarm may count as its state. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export type MissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing';

/** A metric as an alarm names it. */
export interface WatchedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** An alarm on one metric, as the template has it. */
export interface Alarm {
  readonly name: string;
  readonly location: Location;
  readonly metric: WatchedMetric;
  readonly statistic: keyof typeof statistics;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: keyof typeof comparisons;
  readonly missingData: MissingData;
  /** What metric math puts where there is no data point; undefined leaves it missing. */
  readonly fill: number | undefined;
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
}

/** An alarm that CloudWatch refuses, or that the simulator doesn't evaluate. */
export class InvalidAlarm extends Error {
  override readonly name = 'InvalidAlarm';
}

export const statistics = {
  Sum: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values: readonly number[]) => Math.max(...values),
  Minimum: (values: readonly number[]) => Math.min(...values),
  Average: (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length,
  SampleCount: (values: readonly number[]) => values.length,
} as const;

export const comparisons = {
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
} as const;

type Properties = Readonly<Record<string, unknown>>;

/**
 * Reads what a template says of an alarm: on a metric, or on `FILL(<id>, <number>)` of one.
 * Source: CloudFormation, AWS::CloudWatch::Alarm; CloudWatch API Reference, PutMetricAlarm.
 * @throws InvalidAlarm
 */
export function readAlarm(location: Location, name: string, given: Properties): Alarm {
  const refuse = (what: string): never => {
    throw new InvalidAlarm(`the alarm ${name} ${what}`);
  };
  const { metric, fill } = given['Metrics']
    ? readMetrics(given['Metrics'] as readonly Properties[], refuse)
    : { metric: given, fill: undefined };
  const periodSeconds = Number(metric['Period']);
  const evaluationPeriods = Number(given['EvaluationPeriods']);
  const alarm: Alarm = {
    name,
    location,
    metric: {
      namespace: String(metric['Namespace']),
      name: String(metric['MetricName']),
      dimensions: readDimensions(metric['Dimensions']),
    },
    statistic: oneOf(statistics, metric['Statistic'], refuse),
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm: Number(given['DatapointsToAlarm'] ?? evaluationPeriods),
    threshold: Number(given['Threshold']),
    comparison: oneOf(comparisons, given['ComparisonOperator'], refuse),
    missingData: readMissingData(given['TreatMissingData'], refuse),
    fill,
    alarmActions: (given['AlarmActions'] ?? []) as readonly string[],
    okActions: (given['OKActions'] ?? []) as readonly string[],
  };
  checkRange(alarm, refuse);
  return alarm;
}

/** "An alarm's total current evaluation period": a week, or a day where a period is under an hour. */
function checkRange(alarm: Alarm, refuse: (what: string) => never): void {
  const { periodSeconds, evaluationPeriods, datapointsToAlarm, threshold } = alarm;
  if (!(periodSeconds > 0) || periodSeconds % 60 !== 0) refuse('has a period that is no minutes');
  if (!(evaluationPeriods >= 1) || !(datapointsToAlarm >= 1)) refuse('evaluates no period');
  if (datapointsToAlarm > evaluationPeriods) refuse('needs more data points than it evaluates');
  if (Number.isNaN(threshold)) refuse('has no threshold');
  const longest = periodSeconds < 3600 ? 86_400 : 604_800;
  if (periodSeconds * evaluationPeriods > longest) {
    refuse(`evaluates ${periodSeconds * evaluationPeriods} s, and no more than ${longest} s go`);
  }
}

/** One metric, and one expression that fills its gaps. */
function readMetrics(
  queries: readonly Properties[],
  refuse: (what: string) => never,
): { metric: Properties; fill: number } {
  const [expression] = queries.filter((query) => 'Expression' in query);
  const [source] = queries.filter((query) => 'MetricStat' in query);
  const [, id, fill] = /^FILL\((\w+), ?(\d+)\)$/.exec(String(expression?.['Expression'])) ?? [];
  const returned = queries.filter((query) => query['ReturnData'] !== false);
  const fits = queries.length === 2 && returned.length === 1 && returned[0] === expression;
  if (!fits || source === undefined || id !== source['Id']) {
    refuse(
      'has metric math that the simulator does not evaluate; it knows FILL(<id>, <number>) of one',
    );
  }
  const { Metric: metric, Stat, Period } = source['MetricStat'] as Properties;
  return { metric: { ...(metric as Properties), Statistic: Stat, Period }, fill: Number(fill) };
}

function readDimensions(given: unknown): Readonly<Record<string, string>> {
  const list = (given ?? []) as readonly { Name: string; Value: string }[];
  return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));
}

function readMissingData(given: unknown, refuse: (what: string) => never): MissingData {
  switch (given) {
    case 'breaching':
    case 'notBreaching':
    case 'ignore':
    case 'missing':
      return given;
    case undefined:
      return 'missing';
    default:
      return refuse(`treats missing data as ${JSON.stringify(given)}`);
  }
}

function oneOf<Known extends object>(
  known: Known,
  given: unknown,
  refuse: (what: string) => never,
): keyof Known {
  if (Object.hasOwn(known, String(given))) return given as keyof Known;
  return refuse(`says ${String(given)}, expected one of ${Object.keys(known).join(', ')}`);
}
