import { properties } from '../property-table.ts';
import type { AlarmsPort, LogsPort, ParametersPort } from './ports.ts';
import { arn } from './provider.ts';
import type { Providers } from './provider.ts';

const alarm =
  'AlarmDescription AlarmActions OKActions InsufficientDataActions ActionsEnabled ComparisonOperator DatapointsToAlarm Dimensions EvaluationPeriods ExtendedStatistic MetricName Metrics Namespace Period Statistic Threshold TreatMissingData Unit';

/** Log groups and their resource policies, alarms, and parameters. */
export function operationsProviders(ports: {
  readonly logs: LogsPort;
  readonly alarms: AlarmsPort;
  readonly parameters: ParametersPort;
}): Providers {
  return {
    'AWS::Logs::LogGroup': {
      properties: properties('LogGroupName RetentionInDays KmsKeyId LogGroupClass Tags'),
      create(request) {
        const given = request.properties;
        const name = given.optionalText('LogGroupName') ?? request.name(512);
        const retentionDays = given.number('RetentionInDays');
        const kmsKeyId = given.optionalText('KmsKeyId');
        ports.logs.createLogGroup(request.location, {
          name,
          ...(retentionDays === undefined ? {} : { retentionDays }),
          ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
        });
        const logGroupArn = arn(request, 'logs', `log-group:${name}:*`);
        return { ref: name, arn: logGroupArn, attributes: { Arn: logGroupArn } };
      },
    },
    'AWS::Logs::LogStream': {
      properties: properties('LogGroupName LogStreamName'),
      create({ properties: given, location, name }) {
        const group = given.text('LogGroupName');
        const stream = given.optionalText('LogStreamName') ?? name(512);
        ports.logs.createLogStream(location, { group, stream });
        return { ref: stream };
      },
    },
    'AWS::Logs::ResourcePolicy': {
      properties: properties('PolicyName PolicyDocument'),
      create({ properties: given, location }) {
        const name = given.text('PolicyName');
        // The one policy that CloudFormation takes as text.
        const document = JSON.parse(given.text('PolicyDocument')) as { Statement: [] };
        ports.logs.putResourcePolicy(location, name, document);
        return { ref: name };
      },
    },
    'AWS::CloudWatch::Alarm': {
      properties: properties(`AlarmName Tags ${alarm}`),
      create(request) {
        const given = request.properties;
        const name = given.optionalText('AlarmName') ?? request.name();
        const known = given.pick(alarm.split(' '));
        ports.alarms.createAlarm(request.location, { name, properties: known });
        const alarmArn = arn(request, 'cloudwatch', `alarm:${name}`);
        return { ref: name, arn: alarmArn, attributes: { Arn: alarmArn } };
      },
    },
    'AWS::SSM::Parameter': {
      properties: properties('Name Type Value Description Tier AllowedPattern Tags'),
      create({ properties: given, location, name: physicalName }) {
        const name = given.optionalText('Name') ?? physicalName();
        const [type, value] = [given.text('Type'), given.text('Value')];
        ports.parameters.putParameter(location, { name, type, value });
        return { ref: name, attributes: { Type: type, Value: value } };
      },
    },
  };
}
