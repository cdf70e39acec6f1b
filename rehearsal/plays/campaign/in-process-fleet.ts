import path from 'node:path';
import type { Context } from 'aws-lambda';
import type { VirtualClock } from '../../aws/clock.ts';
import type { Fleet } from '../../aws/lambda/function-fleet.ts';
import type { DeployedFunction } from '../../aws/lambda/function-settings.ts';
import { exited, failed, responded, timedOut } from '../../aws/lambda/invocation-outcome.ts';
import type { InvocationOutcome } from '../../aws/lambda/invocation-outcome.ts';
import { Latencies } from '../../aws/lambda/latencies.ts';
import type { Random } from '../../aws/random.ts';
import type { Handler } from './function-modules.ts';
import { Turns } from '../../aws/lambda/turns.ts';

/** What befalls an invocation. */
export type StepFault =
  'crash-before' | 'crash-after' | 'timeout-before' | 'timeout-after' | 'twice' | 'too-many';

/** One invocation of a function. */
export interface Invocation {
  /** `<stack>.<Function>`, such as `target.SwapNames`. */
  readonly function: string;
  readonly deployed: DeployedFunction;
  /** The execution that it is part of; undefined where it isn't of one. */
  readonly execution: string | undefined;
}

/** What the fleet stands on. */
export interface FleetParts {
  readonly clock: VirtualClock;
  readonly random: Random;
  handlerOf(deployed: DeployedFunction): Promise<Handler>;
  /** Called before each invocation, in its turn. @returns what befalls it */
  begin(invocation: Invocation): Promise<StepFault | undefined>;
  /** Before an invocation by another one. @returns what makes calls that one's again */
  suspend(): () => void;
  /** The calls made by the invocation under way. */
  callsMade(): number;
}

/** Runs functions in this process, one after another, by their real handlers. */
export class InProcessFleet implements Fleet {
  readonly #parts: FleetParts;
  readonly #latencies: Latencies;
  readonly #turns = new Turns();

  constructor(parts: FleetParts) {
    this.#parts = parts;
    this.#latencies = new Latencies(parts.random);
  }

  async run(
    deployed: DeployedFunction,
    requestId: string,
    payload: string,
    isNested = false,
  ): Promise<InvocationOutcome> {
    const { clock } = this.#parts;
    const work = () => this.#invoke(deployed, requestId, payload);
    const { outcome, milliseconds } = await clock.hold(() =>
      isNested ? this.#nested(work) : this.#turns.take(work),
    );
    // Whoever waits for it keeps time from passing.
    if (!isNested) await clock.sleep(milliseconds);
    return outcome;
  }

  async #nested<T>(work: () => Promise<T>): Promise<T> {
    const resume = this.#parts.suspend();
    try {
      return await work();
    } finally {
      resume();
    }
  }

  /** What functions log is kept quiet. */
  logs(): readonly string[] {
    return [];
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #invoke(
    deployed: DeployedFunction,
    requestId: string,
    payload: string,
  ): Promise<{ outcome: InvocationOutcome; milliseconds: number }> {
    const parts = this.#parts;
    const fault = await parts.begin({
      function: functionName(deployed),
      deployed,
      execution: executionIn(payload),
    });
    const before = parts.callsMade();
    const work = (): Promise<InvocationOutcome> => this.#handle(deployed, requestId, payload);
    const outcome = await this.#befallen(fault, work, deployed, requestId);
    const limit = deployed.timeoutSeconds * 1000;
    const duration = this.#latencies.duration(parts.callsMade() - before);
    const late = fault === 'timeout-before' || fault === 'timeout-after';
    return { outcome, milliseconds: late ? limit : Math.min(duration, limit) };
  }

  async #befallen(
    fault: StepFault | undefined,
    work: () => Promise<InvocationOutcome>,
    deployed: DeployedFunction,
    requestId: string,
  ): Promise<InvocationOutcome> {
    switch (fault) {
      case undefined:
        return work();
      case 'twice':
        await work();
        return work();
      case 'crash-after':
        await work();
        return exited(requestId, 1, null);
      case 'crash-before':
        return exited(requestId, 1, null);
      case 'timeout-after':
        await work();
        return timedOut(requestId, deployed.timeoutSeconds);
      case 'timeout-before':
        return timedOut(requestId, deployed.timeoutSeconds);
      case 'too-many':
        return failed(
          JSON.stringify({ errorType: 'Lambda.TooManyRequestsException', errorMessage: 'Rate' }),
        );
    }
  }

  /** As Lambda's runtime does: JSON in, JSON out, and errors by name. */
  async #handle(
    deployed: DeployedFunction,
    requestId: string,
    payload: string,
  ): Promise<InvocationOutcome> {
    const handler = await this.#parts.handlerOf(deployed);
    const context = {
      awsRequestId: requestId,
      functionName: deployed.name,
      invokedFunctionArn: deployed.arn,
    } as Context;
    try {
      return responded(JSON.stringify((await handler(JSON.parse(payload), context)) ?? null));
    } catch (error) {
      const { name, message } = error as Error;
      return failed(JSON.stringify({ errorType: name, errorMessage: message }));
    }
  }
}

/** Its steps are told the execution's name, by itself or in the plan. */
function executionIn(payload: string): string | undefined {
  const event = JSON.parse(payload) as Partial<Record<'run' | 'plan', unknown>> | null;
  const { run } = (event?.plan ?? event ?? {}) as { readonly run?: unknown };
  return typeof run === 'string' ? run : undefined;
}

/** `swap-names.handler` of `functions/target` is `target.SwapNames`. */
export function functionName(
  deployed: Pick<DeployedFunction, 'handler' | 'codeDirectory'>,
): string {
  const stack = path.basename(deployed.codeDirectory);
  const file = deployed.handler.replace(/\.handler$/, '');
  const name = file.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `${stack}.${name}`;
}
