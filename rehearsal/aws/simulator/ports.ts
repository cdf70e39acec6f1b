import { arnIn, parseArn } from '../authorization/arn.ts';
import type { Location, PolicyDocument } from '../contracts.ts';
import type { NamedPolicy, RolesPort, SimulatorPorts } from '../deployment/providers/ports.ts';
import { queueMetrics, stateMachineMetrics } from '../services/cloudwatch/service-metrics.ts';
import type { RuleTarget } from '../services/eventbridge/event-bridge.ts';
import type { Protocol } from '../services/sns/topic.ts';
import { loadDefinition } from '../states/load-definition.ts';
import { accessPorts } from './access-ports.ts';
import { apiPort } from './api-port.ts';
import { customResources } from './custom-resources.ts';
import { NotInThisSimulator } from './not-in-this-simulator.ts';
import type { SimulatorServices } from './services.ts';
import { leadsOut } from './within-vpcs.ts';

/** The deployment's ports, in the simulator's services. */
export function simulatorPorts(simulator: SimulatorServices): SimulatorPorts {
  return {
    roles: roles(simulator),
    keys: {
      createKey: (location, { policy, description, enabled }) => {
        const arn = simulator.kms.createKey(location, {
          policy,
          enabled,
          ...(description !== undefined && { description }),
        });
        return { arn, id: arn.slice(arn.lastIndexOf('/') + 1) };
      },
      createAlias: (location, name, keyId) => simulator.kms.createAlias(location, name, keyId),
    },
    topics: {
      createTopic: (location, { name, kmsKeyId }) => ({
        arn: simulator.sns.createTopic(location, {
          name,
          ...(kmsKeyId !== undefined && { kmsKeyArn: kmsKeyId }),
        }),
      }),
      setPolicy: (topicArn, policy) => simulator.sns.setTopicPolicy(topicArn, policy),
      subscribe: (owner, settings) => {
        if (settings.filterPolicy !== undefined || settings.rawMessageDelivery) {
          throw new NotInThisSimulator('subscriptions with a filter or raw delivery');
        }
        return {
          arn: simulator.sns.subscribe(owner, {
            topicArn: settings.topicArn,
            region: settings.region,
            protocol: settings.protocol as Protocol,
            endpoint: settings.endpoint,
            ...(settings.deadLetterQueueArn !== undefined && {
              redrivePolicy: { deadLetterTargetArn: settings.deadLetterQueueArn },
            }),
          }),
        };
      },
    },
    queues: {
      createQueue: (location, { name, kmsKeyId }) => ({
        arn: createQueue(simulator, location, name, kmsKeyId),
        url: `https://sqs.${location.region}.amazonaws.com/${location.accountId}/${name}`,
      }),
      setPolicy: (queueUrl, policy) => simulator.sqs.setQueuePolicy(queueArn(queueUrl), policy),
    },
    functions: {
      createFunction: (location, settings) =>
        simulator.functions.createFunction(location, settings),
      addPermission: (arn, statement) => simulator.functions.addPermission(arn, statement),
      configureAsynchronousInvocation: (arn, settings) =>
        simulator.functions.configureAsynchronousInvocation(arn, settings),
    },
    stateMachines: {
      loadDefinition: (text, substitutions) => loadDefinition(text, substitutions).source,
      createStateMachine: (location, { name, definition, roleArn, type }) => {
        if (type !== 'STANDARD') throw new NotInThisSimulator('Express workflows');
        const made = simulator.stepFunctions.createStateMachine(location, {
          name,
          definition,
          roleArn,
        });
        const ended = () => simulator.stepFunctions.ended(made.arn);
        stateMachineMetrics(location, made.arn, ended).forEach((metric) =>
          simulator.metrics.addServiceMetric(metric),
        );
        return made;
      },
    },
    events: {
      createSchedule: (location, settings) => ({
        arn: simulator.scheduler.createSchedule(location, {
          name: settings.name,
          expression: settings.expression,
          timezone: settings.timezone,
          state: settings.enabled ? 'ENABLED' : 'DISABLED',
          target: {
            arn: settings.targetArn,
            roleArn: settings.roleArn,
            ...(settings.input !== undefined && { input: settings.input }),
          },
        }),
      }),
      putRule: (location, settings) => {
        const { name, pattern, busName, scheduleExpression, enabled, targets } = settings;
        if (pattern === undefined || busName !== 'default' || scheduleExpression !== undefined) {
          throw new NotInThisSimulator('rules but with a pattern, on the default bus');
        }
        return {
          arn: simulator.events.putRule(location, {
            name,
            pattern,
            state: enabled ? 'ENABLED' : 'DISABLED',
            targets: targets.map(ruleTarget),
          }),
        };
      },
    },
    // Logs have no part in what a rehearsal shows; they are taken as made.
    logs: {
      createLogGroup: () => undefined,
      createLogStream: () => undefined,
      putResourcePolicy: () => undefined,
    },
    api: apiPort(simulator),
    alarms: {
      createAlarm: (location, alarm) => {
        simulator.metrics.createAlarm(location, alarm.name, alarm.properties);
        simulator.alarms.add(location, alarm);
      },
    },
    ...accessPorts(simulator),
    customResources: customResources(
      () => simulator.functions,
      simulator.clock,
      (arn) => leadsOut(simulator, simulator.functions.find(arn) ?? {}, 's3'),
    ),
    parameters: {
      putParameter: () => {
        throw new NotInThisSimulator('SSM parameters');
      },
    },
  };
}

type RuleSettings = Parameters<SimulatorPorts['events']['putRule']>[1];

function ruleTarget(target: RuleSettings['targets'][number]): RuleTarget {
  const { arn, roleArn, input, inputPath, inputTransformer, retry, deadLetterQueueArn } = target;
  if (inputPath !== undefined || inputTransformer !== undefined) {
    throw new NotInThisSimulator('targets of rules with InputPath or InputTransformer');
  }
  const settings = {
    arn,
    ...(input !== undefined && { input }),
    ...(retry.maximumRetryAttempts !== undefined && {
      maximumRetryAttempts: retry.maximumRetryAttempts,
    }),
    ...(deadLetterQueueArn !== undefined && { deadLetterQueueArn }),
  };
  if (arn.includes(':lambda:')) return { kind: 'function', ...settings };
  if (arn.includes(':states:') && roleArn !== undefined) {
    return { kind: 'stateMachine', roleArn, ...settings };
  }
  throw new NotInThisSimulator(`a rule's target ${arn}`);
}

function createQueue(
  simulator: SimulatorServices,
  location: Location,
  name: string,
  kmsKeyArn: string | undefined,
): string {
  const arn = simulator.sqs.createQueue(location, {
    name,
    ...(kmsKeyArn !== undefined && { kmsKeyArn }),
  });
  const messages = () => simulator.sqs.messages(arn);
  queueMetrics(location, name, messages).forEach((metric) =>
    simulator.metrics.addServiceMetric(metric),
  );
  return arn;
}

/** Inline policies may be added to a role one by one: the authorizer gets them all anew. */
function roles(simulator: SimulatorServices): RolesPort {
  const known = new Map<
    string,
    { settings: Parameters<RolesPort['addRole']>[1]; all: NamedPolicy[] }
  >();
  const register = (roleArn: string): void => {
    const role = known.get(roleArn);
    if (role === undefined) throw new Error(`no role ${roleArn}`);
    simulator.authorizer.addRole(roleArn, {
      policies: role.all.map(({ document }): PolicyDocument => document),
      managedPolicyArns: role.settings.managedPolicyArns,
      trustPolicy: role.settings.trustPolicy,
    });
  };
  return {
    addRole: (roleArn, settings) => {
      known.set(roleArn, { settings, all: [...settings.policies] });
      register(roleArn);
    },
    attachPolicy: (roleArn, policy) => {
      known.get(roleArn)?.all.push(policy);
      register(roleArn);
    },
  };
}

function queueArn(url: string): string {
  const [host = '', accountId = '', name = ''] = url.replace('https://', '').split('/');
  const region = host.split('.')[1] ?? '';
  const arn = arnIn({ accountId, region }, 'sqs', name);
  if (parseArn(arn) === undefined) throw new Error(`no queue's URL: ${url}`);
  return arn;
}
