import type { Applications } from './applications.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { Deployed } from './deploy-scenario.ts';
import type { OperatorClient } from '../operator/operator-client.ts';
import type { Recorder } from './recorder.ts';
import type { TracedEngine } from './traced-engine.ts';

/** Whose workflow an execution is of; the second ones where a scenario deploys such stacks. */
export type Workflow = 'source' | 'target' | 'second-source' | 'second-target';

/** What a script has in its hands: databases and stacks are there, and nothing has begun. */
export interface Scene {
  readonly simulator: Simulator;
  readonly engine: TracedEngine;
  readonly deployed: Deployed;
  /** An operator of either account. */
  readonly operator: OperatorClient;
  readonly recorder: Recorder;
  /** They write now and then; a script may have them write more often. */
  readonly applications: Applications;
  /** Begins an execution at this moment. @returns its ARN */
  launch(workflow: Workflow, name: string, input: object): Promise<string>;
  /** Lets time pass until everything that was begun has ended, and nothing more begins. */
  quiet(): Promise<void>;
  /** For so long VerifyDatabase's resolver answers what a host leads to now, whatever becomes of it. */
  freezeName(host: string, milliseconds: number): void;
}

/** What is played in place of a capture, its recovery and a second start. */
export type Script = (scene: Scene) => Promise<void>;
