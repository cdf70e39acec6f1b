import path from 'node:path';
import type { Bundles } from '../../aws/deployment/build-request.ts';
import { deploy } from '../../aws/deployment/deploy.ts';
import type { DeployedStack } from '../../aws/deployment/deploy.ts';
import type { SimulatorPorts } from '../../aws/deployment/providers/ports.ts';
import { standardProviders } from '../../aws/deployment/providers/standard-providers.ts';
import { Random } from '../../aws/random.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { liveName, temporaryName } from '../scene/fixtures.ts';
import { stackLocations, source, target } from '../scene/locations.ts';
import { accessParameters, deployedAccess } from './access/stack.ts';
import type { DeployedAccess } from './access/stack.ts';
import { quietParameters } from './own-groups.ts';
import { ownParameters } from './own-settings.ts';
import { fewRows, questions } from './questions.ts';
import { kindOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';

/** What the deployed stacks put out that a run needs to know. */
export interface Deployed {
  readonly sourceMachineArn: string;
  readonly targetMachineArn: string;
  /** Of the second stacks, where a scenario has them. */
  readonly secondSourceMachineArn: string | undefined;
  readonly secondTargetMachineArn: string | undefined;
  readonly noticesTopicArn: string;
  readonly startRecoveryArn: string;
  readonly sourceKeyArn: string | undefined;
  readonly recoveryKeyArn: string;
  readonly targetKeyArn: string;
  readonly operationsTopics: readonly string[];
  /** Where an access stack stands beside the target. */
  readonly access: DeployedAccess | undefined;
}

/** Deploys the stacks of a scenario, with the parameters that it asks for. */
export async function deployScenario(
  scenario: Scenario,
  parts: {
    readonly simulator: Simulator;
    readonly ports: SimulatorPorts;
    readonly projectDirectory: string;
    readonly sourceKeyArn: string | undefined;
    readonly secretArn: string;
  },
): Promise<Deployed> {
  const random = new Random(1);
  const providers = standardProviders(parts.ports, unbundled);
  const stack = (
    name: keyof typeof stackLocations | 'access',
    parameters: Readonly<Record<string, string>>,
    suffix = '',
  ): Promise<DeployedStack> =>
    deploy({
      templateFile: path.join(parts.projectDirectory, 'stacks', `${name}.yaml`),
      location: name === 'access' ? target : stackLocations[name],
      stackName: `understudy-${name}${suffix}`,
      parameters,
      providers,
      // The other stacks' names are those of every scenario.
      random: name === 'access' ? new Random(2) : random,
    });
  const regions = { SourceAWSRegion: source.region, TargetAWSRegion: target.region };
  const database = { DatabaseKind: kindOf(scenario) };
  const keep = scenario.earlier ? { KeepSnapshots: '1', KeepDays: '0', KeepDailyDays: '0' } : {};
  const keepFinal = scenario.earlier ? { KeepFinalSnapshots: '1', KeepFinalDays: '0' } : {};
  const key = await stack('recovery-key', { DestinationAccountNumber: target.accountId });
  const recoveryKeyArn = output(key, 'RecoveryKeyArn');
  const { parameters, second } = scenario;
  const captureParameters = {
    ...database,
    ...regions,
    ...keep,
    SourceDBClusterIdentifier: liveName,
    DestinationAccountNumber: target.accountId,
    KMSKey: recoveryKeyArn,
    SourceKMSKey: parts.sourceKeyArn ?? '',
    CopyRoute: scenario.copyRoute,
    // What takes twenty hours is overdue, which is played in a third of the time that two days are.
    SnapshotHours: '4',
    CopyHours: '12',
    // Runs are begun by hand: the schedule is due when they are long over.
    ScheduleExpression: 'cron(0 3 1 1 ? *)',
    ...parameters?.source,
  };
  const captured = await stack('source', captureParameters);
  const noticesTopicArn = output(captured, 'NoticesTopicArn');
  const access = scenario.access
    ? deployedAccess(await stack('access', accessParameters(scenario, parts.simulator)))
    : undefined;
  const recoveryParameters = {
    ...database,
    ...keep,
    ...keepFinal,
    Engine: scenario.engine,
    Mode: scenario.mode,
    RetirementGraceHours: String(scenario.graceHours),
    RetirementApproval: scenario.approve === undefined ? 'none' : 'required',
    ApprovalHours: '4',
    OnFailure: scenario.onFailure,
    ExistingDBClusterIdentifier: liveName,
    TempDBClusterIdentifier: temporaryName,
    SourceAccountNumber: source.accountId,
    SourceAWSRegion: source.region,
    SourceTopicArn: noticesTopicArn,
    KMSKey: sharedKey(scenario, parts.sourceKeyArn, recoveryKeyArn),
    SecureHours: '12',
    DatabaseSecretArn: parts.secretArn,
    SyncTargetsFunctionName: access?.functionName ?? '',
    // What restarts the instances would cost the clients that were moved another connection.
    ...(scenario.cutOver && { CutOver: 'access', InstanceNames: 'keep' }),
    SqlAssertions: JSON.stringify(scenario.asserted ? everyAssertion : [sourceData]),
    ...ownParameters(scenario),
    ...quietParameters(scenario),
    ...parameters?.target,
  };
  const recovered = await stack('target', recoveryParameters);
  const capturedToo =
    second?.source && (await stack('source', { ...captureParameters, ...second.source }, '-2'));
  const recoveredToo =
    second?.target && (await stack('target', { ...recoveryParameters, ...second.target }, '-2'));
  const startRecoveryArn = output(recovered, 'StartRecoveryFunctionArn');
  const noticesTopics = new Set<string | undefined>([
    noticesTopicArn,
    capturedToo && output(capturedToo, 'NoticesTopicArn'),
  ]);
  await stack('subscription', {
    ...regions,
    SourceTopicArn: noticesTopicArn,
    StartRecoveryFunctionArn: startRecoveryArn,
  });
  return {
    sourceMachineArn: output(captured, 'SourceWorkflowArn'),
    targetMachineArn: output(recovered, 'TargetWorkflowArn'),
    secondSourceMachineArn: capturedToo && output(capturedToo, 'SourceWorkflowArn'),
    secondTargetMachineArn: recoveredToo && output(recoveredToo, 'TargetWorkflowArn'),
    noticesTopicArn,
    startRecoveryArn,
    sourceKeyArn: parts.sourceKeyArn,
    recoveryKeyArn,
    targetKeyArn: resource(recovered, 'AWS::KMS::Key'),
    access,
    operationsTopics: [captured, recovered, capturedToo, recoveredToo].flatMap((one) =>
      Object.values(one?.resources ?? {})
        .filter(({ type, arn }) => type === 'AWS::SNS::Topic' && !noticesTopics.has(arn))
        .map(({ arn, physicalId }) => arn ?? physicalId),
    ),
  };
}

const sourceData = {
  name: 'the data is the source',
  query: questions.own.sql,
  expectation: { atLeast: 1 },
};

/** One of each kind; what applications write in a day is too much for one of them. */
const everyAssertion = [
  sourceData,
  { name: 'it counts', query: questions.one.sql, expectation: { equals: 1 } },
  { name: 'it is fresh', query: questions.latest.sql, expectation: { newerThanSeconds: 3600 } },
  { name: 'few rows', query: questions.foreign.sql, expectation: { atMost: fewRows } },
];

/** The key under which the shared snapshot will be. */
function sharedKey(
  scenario: Scenario,
  sourceKeyArn: string | undefined,
  recoveryKeyArn: string,
): string {
  if (scenario.copyRoute === 'one-call') return sourceKeyArn ?? '';
  return scenario.encryption === 'none' && kindOf(scenario) === 'cluster' ? '' : recoveryKeyArn;
}

/** Functions run from their sources: what `sam build` would make is the rehearsal's to prove. */
const unbundled: Bundles = {
  build: async ({ codeDirectory, entryPoints: [entry = ''] }) => {
    const name = entry.replace(/\.ts$/, '');
    return {
      directory: codeDirectory,
      file: path.join(codeDirectory, `${name}.ts`),
      bytes: 0,
      handler: `${name}.handler`,
      sourceMap: false,
    };
  },
};

function output(stack: DeployedStack, name: string): string {
  const value = stack.outputs[name];
  if (value === undefined) throw new Error(`the stack puts out no ${name}`);
  return value;
}

function resource(stack: DeployedStack, type: string): string {
  const found = Object.values(stack.resources).find((one) => one.type === type);
  if (found === undefined) throw new Error(`the stack has no ${type}`);
  return found.arn ?? found.physicalId;
}
