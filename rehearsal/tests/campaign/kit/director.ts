import { liveName } from '../../../plays/scene/fixtures.ts';
import { target } from '../../../plays/scene/locations.ts';
import { deliverNotice } from '../../../plays/campaign/deliver-notice.ts';
import { isDatabase, isInTarget } from '../../../plays/campaign/facts.ts';
import type { LiveApplication } from '../../../plays/campaign/live-application.ts';
import type { Scenario } from '../../../plays/campaign/scenario.ts';
import type { Scene, Workflow } from '../../../plays/campaign/script.ts';
import type { InventoryItem } from '../../../aws/services/rds/inventory.ts';
import type { Mishaps } from './mishaps.ts';

/** A notice, as far as tests look into it. */
export interface Notice {
  readonly run: string;
  readonly capturedAt: string;
  readonly source: { readonly resourceId: string };
  readonly snapshot: { readonly arn: string };
}

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A moment of an execution: when it enters a state, or a while after that. */
export interface Moment {
  readonly execution: string;
  readonly state: string;
  /** The first time, when left out. */
  readonly nth?: number;
  /** Milliseconds since. */
  readonly after?: number;
}

/** Leads a script's executions, and those who act in the simulator meanwhile. */
export class Director {
  readonly scene: Scene;
  readonly scenario: Scenario;
  /** What befalls steps of an execution. */
  readonly mishaps: Mishaps;
  /** In the target account. */
  readonly application: LiveApplication;

  constructor(scene: Scene, scenario: Scenario, mishaps: Mishaps) {
    const { simulator, applications } = scene;
    this.scene = scene;
    this.scenario = scenario;
    this.mishaps = mishaps;
    // Notices are handed over by the script.
    simulator.sns.setFaults({ copies: 0, delayMilliseconds: 0 });
    this.application = applications.target;
  }

  /** Begins an execution, and lets no time pass. */
  begin(workflow: Workflow, name: string, input: object): Promise<string> {
    const { clock } = this.scene.simulator;
    return clock.run(clock.hold(() => this.scene.launch(workflow, name, input)));
  }

  /** Plays an execution, and whatever comes of it, to its end. */
  async play(workflow: Workflow, name: string, input: object): Promise<void> {
    await this.begin(workflow, name, input);
    await this.scene.quiet();
  }

  /** Plays a capture. @returns its notice */
  async capture(name: string, workflow: 'source' | 'second-source' = 'source'): Promise<Notice> {
    const arn = await this.begin(workflow, name, {});
    await this.scene.quiet();
    const result = await this.scene.simulator.stepFunctions.whenDone(arn);
    if (result.status !== 'SUCCEEDED') throw new Error(`expected ${name} to succeed`);
    return (result.output as unknown as { readonly notice: Notice }).notice;
  }

  /** Plays a recovery to its end. */
  recover(name: string, input: object): Promise<void> {
    return this.play('target', name, input);
  }

  /** Hands the target a notice as SNS does, from the source's own topic. */
  deliver(notice: object): Promise<void> {
    const { simulator, deployed } = this.scene;
    return deliverNotice(simulator, deployed, JSON.stringify(notice));
  }

  /** Lets time pass. */
  pass(milliseconds: number): Promise<void> {
    const { clock } = this.scene.simulator;
    return clock.run(clock.sleep(milliseconds));
  }

  /** Acts while time stands still. */
  act<T>(work: () => Promise<T>): Promise<T> {
    const { clock } = this.scene.simulator;
    return clock.run(clock.hold(work));
  }

  /** Acts at a moment of an execution. Outside of it an execution isn't met: `begin` comes later. */
  when({ execution, state, nth = 1, after = 0 }: Moment, action: () => Promise<unknown>): void {
    const { stepFunctions, clock } = this.scene.simulator;
    let count = 0;
    stepFunctions.onHistoryEvent(({ stateEnteredEventDetails: entered }, arn) => {
      if (entered?.name !== state || nameOf(arn) !== execution || ++count !== nth) return;
      clock.at(clock.now() + after, async () => {
        await action();
      });
    });
  }

  /** Stops an execution, as an operator does. */
  async stop(name: string): Promise<void> {
    const { recorder, operator } = this.scene;
    const executionArn = recorder.begun.find(({ arn }) => nameOf(arn) === name)?.arn;
    const [, , , region = '', accountId = ''] = executionArn?.split(':') ?? [];
    await operator.states({ accountId, region }, 'StopExecution', { executionArn });
  }

  /** Takes an instance, its only one as a rule, from the cluster that has the live name. */
  async deleteLiveMember(): Promise<void> {
    const { resourceId } = this.database();
    const { simulator, operator } = this.scene;
    const member = simulator.rds.inventory().find(({ clusterId }) => clusterId === resourceId);
    const input = { DBInstanceIdentifier: member?.identifier };
    await operator.rds(target, 'DeleteDBInstance', input);
  }

  /** The database that bears a name in the target now. */
  database(identifier = liveName): InventoryItem {
    const found = this.scene.simulator.rds
      .inventory()
      .find((item) => isDatabase(item) && isInTarget(item) && item.identifier === identifier);
    if (found === undefined) throw new Error(`nothing is called "${identifier}"`);
    return found;
  }
}

function nameOf(executionArn: string): string {
  return executionArn.split(':').at(-1) ?? '';
}
