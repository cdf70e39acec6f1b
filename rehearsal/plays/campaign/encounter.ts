import { target } from '../scene/locations.ts';
import type { InventoryItem } from '../../aws/services/rds/inventory.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { Encounter as Planned, Meeting } from './faults.ts';
import type { OperatorClient } from '../operator/operator-client.ts';
import type { Recorder } from './recorder.ts';
import type { Workflow } from './script.ts';

const hour = 3_600_000;
/** After the first execution entered the state at which they meet, in virtual milliseconds. */
const shortly = 500;

/** What a run does with its executions. */
export interface Lead {
  readonly simulator: Simulator;
  readonly targetMachineArn: string;
  readonly operator: OperatorClient;
  readonly recorder: Recorder;
  start(workflow: Workflow, name: string, input: object): Promise<void>;
  launch(workflow: Workflow, name: string, input: object): Promise<string>;
  /** Lets time pass until everything that was begun has ended. */
  quiet(): Promise<void>;
}

/** A recovery, and another execution of the target's that meets it, or comes after it. */
export class Encounter {
  readonly #planned: Planned;
  readonly #lead: Lead;
  /** Everything as it was right before the other one began. */
  inventory: readonly InventoryItem[] | undefined;

  constructor(planned: Planned, lead: Lead) {
    this.#planned = planned;
    this.#lead = lead;
  }

  /** Plays both to their ends; where a capture fails, nothing meets. */
  async play(): Promise<void> {
    const { what, at } = this.#planned;
    const isTwo = what === 'newer' || what === 'older';
    const inputs = isTwo ? await this.#twoNotices(what) : undefined;
    if (isTwo && inputs === undefined) return;
    this.#await((first) => this.#begin(inputs?.second ?? otherInput(what, first)));
    if (inputs === undefined) await this.#lead.start('source', 'capture', {});
    else await this.#lead.start('target', 'target', inputs.first);
    await this.#lead.quiet();
    const first = this.#first;
    if (at !== 'End' || first === undefined) return;
    const { clock } = this.#lead.simulator;
    await clock.run(clock.sleep(hour));
    const input = inputs?.second ?? otherInput(what, first.input as object);
    await clock.run(clock.hold(() => this.#begin(input)));
    await this.#lead.quiet();
  }

  /** The recovery that is met. */
  get #first(): { readonly arn: string; readonly input: unknown } | undefined {
    const machine = this.#lead.targetMachineArn.split(':').at(-1);
    return this.#lead.recorder.begun.find(({ arn }) => arn.split(':').at(-2) === machine);
  }

  /** Two captures, of which nobody hears until they are handed over. */
  async #twoNotices(
    what: 'newer' | 'older',
  ): Promise<{ readonly first: object; readonly second: object } | undefined> {
    const { simulator, recorder } = this.#lead;
    const notices: object[] = [];
    simulator.sns.setFaults({ copies: 0, delayMilliseconds: 0 });
    for (const name of ['capture', 'capture-2']) {
      await this.#lead.start('source', name, {});
      await this.#lead.quiet();
      const { arn = '' } = recorder.begun.at(-1) ?? {};
      const result = await simulator.stepFunctions.whenDone(arn);
      if (result.status !== 'SUCCEEDED') return undefined;
      notices.push({ notice: (result.output as unknown as { notice: object }).notice });
    }
    simulator.sns.setFaults({ copies: 1, delayMilliseconds: 0 });
    const [older = {}, newer = {}] = notices;
    return what === 'newer' ? { first: older, second: newer } : { first: newer, second: older };
  }

  /** Calls `meet` shortly after the first recovery entered the state, with its input. */
  #await(meet: (input: object) => Promise<void>): void {
    const { stepFunctions, clock } = this.#lead.simulator;
    let isMet = false;
    stepFunctions.onHistoryEvent(({ stateEnteredEventDetails: entered }, arn) => {
      const first = this.#first;
      if (isMet || entered?.name !== this.#planned.at || arn !== first?.arn) return;
      isMet = true;
      clock.at(clock.now() + shortly, () => meet(first.input as object));
    });
  }

  async #begin(input: object): Promise<void> {
    const { simulator, operator } = this.#lead;
    const { what, at } = this.#planned;
    this.inventory = simulator.rds.inventory();
    if (stops(what) && at !== 'End') {
      const executionArn = this.#first?.arn;
      await operator.states(target, 'StopExecution', { executionArn });
    }
    await this.#lead.launch('target', 'other', input);
  }
}

/** Whether an operator stops the first execution before the other one begins. */
export function stops(what: Meeting): boolean {
  return what === 'stopped' || what === 'hurried';
}

function otherInput(what: Meeting, input: object): object {
  if (what === 'swap' || what === 'standby' || what === 'drill') return { ...input, mode: what };
  return what === 'hurried' ? { ...input, graceHours: 0 } : input;
}
