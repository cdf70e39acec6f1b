import type {
  DescribeStateMachineOutput,
  LoggingConfiguration,
  TracingConfiguration,
} from '@aws-sdk/client-sfn';
import { AwsError, type Location } from '../../contracts.ts';
import { DefinitionError } from '../../states/definition-error.ts';
import type { Definition } from '../../states/definition.ts';
import { parseDefinition } from '../../states/parse-definition.ts';
import { stateMachineArn } from './arns.ts';
import { requireName } from './names.ts';

/** What a deployment makes a state machine from. Only Standard ones are known. */
export interface StateMachineSettings {
  readonly name: string;
  /** Made from location and name when left out. */
  readonly arn?: string;
  /** The definition as an object, its placeholders filled in. */
  readonly definition: unknown;
  /** The same definition where it has been parsed before, which takes its time. */
  readonly parsed?: Definition;
  readonly roleArn: string;
  readonly tracing?: TracingConfiguration;
  readonly logging?: LoggingConfiguration;
}

/** A state machine as the service keeps it. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly location: Location;
  readonly definition: Definition;
  readonly roleArn: string;
  readonly createdAt: number;
  readonly tracing: TracingConfiguration;
  readonly logging: LoggingConfiguration;
}

/** @throws AwsError `InvalidName`, `InvalidArn` (the role), `InvalidDefinition` */
export function makeStateMachine(
  location: Location,
  settings: StateMachineSettings,
  createdAt: number,
): StateMachine {
  const name = requireName(settings.name);
  if (!/^arn:aws(?:-cn|-us-gov)?:iam::\d{12}:role\/.+$/.test(settings.roleArn)) {
    throw new AwsError('InvalidArn', `Invalid Role Arn: '${settings.roleArn}'`);
  }
  return {
    arn: settings.arn ?? stateMachineArn(location, name),
    name,
    location,
    definition: settings.parsed ?? requireDefinition(settings.definition),
    roleArn: settings.roleArn,
    createdAt,
    tracing: settings.tracing ?? { enabled: false },
    logging: settings.logging ?? { level: 'OFF', includeExecutionData: false },
  };
}

/** A state machine as DescribeStateMachine gives it. */
export function describeStateMachine(machine: StateMachine): DescribeStateMachineOutput {
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: JSON.stringify(machine.definition.source),
    roleArn: machine.roleArn,
    type: 'STANDARD',
    creationDate: new Date(machine.createdAt),
    loggingConfiguration: machine.logging,
    tracingConfiguration: machine.tracing,
  };
}

function requireDefinition(source: unknown): Definition {
  try {
    return parseDefinition(source);
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${error.message}'`);
  }
}
