import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Call } from '../../aws/contracts.ts';
import { liveName } from '../scene/fixtures.ts';
import { target } from '../scene/locations.ts';
import { clusterHost, instanceHost } from '../../aws/services/rds/endpoints.ts';
import type { InventoryItem } from '../../aws/services/rds/inventory.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { AccessRecorder, isOfAccess } from './access/access-recorder.ts';
import type { Deployed } from './deploy-scenario.ts';
import { isDatabase, volumeOf } from './facts.ts';
import { kindOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type {
  AcknowledgedWrite,
  Answer,
  Cleared,
  Contents,
  Decision,
  EnteredState,
  TracedCall,
  TracedExecution,
  TracedStep,
  Trace,
  Verified,
} from './trace.ts';
import { volumeAt } from './traced-engine.ts';
import type { Entry, TracedEngine } from './traced-engine.ts';

/** Takes down what happens in a run. */
export class Recorder {
  readonly calls: TracedCall[] = [];
  readonly steps: TracedStep[] = [];
  readonly verified: Verified[] = [];
  readonly states: EnteredState[] = [];
  readonly answers: Answer[] = [];
  readonly decisions: Decision[] = [];
  /** Executions that were begun: ARN and input. */
  readonly begun: { readonly arn: string; readonly input: unknown }[] = [];
  readonly #simulator: Simulator;
  readonly #engine: TracedEngine;
  readonly #scenario: Scenario;
  readonly #deployed: Deployed;
  readonly #access: AccessRecorder | undefined;
  /** Called when another one answers to the live name. */
  readonly #onAnswer: () => void;
  #connectedTo = '';

  constructor(
    scenario: Scenario,
    simulator: Simulator,
    engine: TracedEngine,
    deployed: Deployed,
    onAnswer: () => void,
  ) {
    this.#onAnswer = onAnswer;
    this.#scenario = scenario;
    this.#simulator = simulator;
    this.#engine = engine;
    this.#deployed = deployed;
    const host = (kindOf(scenario) === 'cluster' ? clusterHost : instanceHost)(target, liveName);
    const look = (): void => this.#look(host);
    simulator.names.onChange((name) => name === host && look());
    engine.onServing(look);
    look();
    const { access, targetMachineArn } = deployed;
    this.#access = access && new AccessRecorder(simulator, access, targetMachineArn);
    simulator.stepFunctions.onHistoryEvent((event, arn) => this.#onEvent(event, arn));
  }

  /** VerifyDatabase connected to this volume. */
  connected(volume: string): void {
    this.#connectedTo = volume;
  }

  /** The resource that a call is to change, as it is now; undefined for calls that only look. */
  subjectOf({ service, operation, location }: Call, input: object): InventoryItem | undefined {
    if (service !== 'rds' || operation.startsWith('Describe')) return undefined;
    const named = input as Readonly<Record<string, unknown>>;
    const [kinds, identifier] = operation.includes('Snapshot')
      ? [['snapshot'], named['DBClusterSnapshotIdentifier'] ?? named['DBSnapshotIdentifier']]
      : operation.includes('Cluster')
        ? [['cluster'], named['DBClusterIdentifier']]
        : [['instance', 'member'], named['DBInstanceIdentifier']];
    return this.#simulator.rds
      .inventory()
      .find(
        (item) =>
          kinds.includes(item.kind) &&
          item.identifier === identifier &&
          item.location.accountId === location.accountId &&
          item.location.region === location.region,
      );
  }

  /** Everything so far. */
  async trace(parts: {
    readonly before: readonly InventoryItem[];
    readonly atEncounter: readonly InventoryItem[] | undefined;
    readonly bystanders: readonly InventoryItem[];
    readonly executions: readonly TracedExecution[];
    readonly writes: readonly AcknowledgedWrite[];
    readonly cleared: readonly Cleared[];
    readonly sourceEntries: readonly Entry[];
  }): Promise<Trace> {
    const { rds, defects, sns, scheduler } = this.#simulator;
    const sourceId = parts.before.find(
      ({ location, identifier, kind }) =>
        location.accountId !== target.accountId && identifier === liveName && kind !== 'member',
    )?.resourceId;
    return {
      ...parts,
      scenario: this.#scenario,
      calls: [...this.calls],
      steps: [...this.steps],
      verified: [...this.verified],
      states: [...this.states],
      answers: [...this.answers],
      decisions: [...this.decisions],
      operations: [...rds.operationsLog],
      reports: this.#deployed.operationsTopics.flatMap((topic) =>
        sns.publications(topic).map(({ message }) => message),
      ),
      after: rds.inventory(),
      sourceId: sourceId ?? '',
      access: this.#access?.trace(),
      contents: await this.#readDatabases(),
      defects: [...defects, ...rds.problems, ...scheduler.failures].map((one) =>
        one instanceof Error ? `${one.name}: ${one.message}` : JSON.stringify(one),
      ),
    };
  }

  /** What every database says that answers. */
  async #readDatabases(): Promise<readonly Contents[]> {
    const engine = this.#engine;
    const contents: Contents[] = [];
    for (const item of this.#simulator.rds.inventory()) {
      const volume = volumeOf(item);
      if (!isDatabase(item) || !engine.answersAt(volume)) continue;
      const [found, expected] = [await engine.read(volume), engine.expected(volume)];
      contents.push({ identifier: item.identifier, volume, found, expected });
    }
    return contents;
  }

  #look(host: string): void {
    const found = volumeAt(this.#simulator, host);
    const volume = found !== undefined && this.#engine.answersAt(found) ? found : undefined;
    if (this.answers.at(-1)?.volume === volume && this.answers.length > 0) return;
    this.answers.push({ time: this.#simulator.clock.now(), volume });
    if (volume !== undefined) this.#onAnswer();
  }

  #onEvent(event: HistoryEvent, arn: string): void {
    if (isOfAccess(arn, this.#deployed.access)) return;
    if (event.type === 'ExecutionStarted') {
      const input: unknown = JSON.parse(event.executionStartedEventDetails?.input ?? 'null');
      this.begun.push({ arn, input });
    }
    const state = event.stateEnteredEventDetails?.name;
    if (state !== undefined) {
      const execution = arn.split(':').at(-1) ?? '';
      this.states.push({ time: this.#simulator.clock.now(), execution, state });
    }
    if (event.type !== 'TaskStateExited') return;
    const { name = '', output = '' } = event.stateExitedEventDetails ?? {};
    if (!name.startsWith('Verify') || !output.includes('"state":"ready"')) return;
    this.verified.push({
      time: this.#simulator.clock.now(),
      state: name,
      volume: this.#connectedTo,
    });
  }
}
