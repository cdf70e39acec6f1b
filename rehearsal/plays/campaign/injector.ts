import { AwsError } from '../../aws/contracts.ts';
import { AbortedConnection } from '../../aws/wire/endpoint.ts';
import type { Interception } from '../../aws/wire/endpoint.ts';
import type { CallFault, Fault, ModelledError } from './faults.ts';
import type { StepFault } from './in-process-fleet.ts';

type Planned<Kind extends Fault['kind']> = Extract<Fault, { readonly kind: Kind }>;

/** Strikes with a run's faults, each where and for as long as it is planned. */
export class Injector {
  #faults: readonly Fault[];
  readonly #steps = new Map<string, number>();
  readonly #calls = new Map<string, number>();
  /** By the SDK's invocation id, which all attempts of one call share. */
  readonly #indices = new Map<string, number>();
  #invocationId = '';
  readonly #struck = new Set<Fault>();
  #over = false;

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  /** Faults that have struck so far. */
  get struck(): ReadonlySet<Fault> {
    return this.#struck;
  }

  /** What goes wrong from now on is this; calls and invocations are counted anew. */
  turnTo(faults: readonly Fault[]): void {
    this.#faults = faults;
    for (const counts of [this.#steps, this.#calls, this.#indices]) counts.clear();
  }

  /** An operator has seen to it: nothing strikes any more. */
  stop(): void {
    this.#over = true;
  }

  /**
   * Remembers which call of the SDK the next request is an attempt of. The workflows' functions make
   * one call at a time.
   */
  attempt(invocationId: string): void {
    this.#invocationId = invocationId;
  }

  /** Counts an invocation. @returns its index, and what befalls it */
  step(name: string): { readonly index: number; readonly fault: StepFault | undefined } {
    const index = this.#steps.get(name) ?? 0;
    this.#steps.set(name, index + 1);
    const fault = this.#find(
      (one): one is Planned<'step'> =>
        one.kind === 'step' &&
        one.function === name &&
        (one.span === 'lasting' ? index >= one.index : index === one.index),
    );
    return { index, fault: fault?.what };
  }

  /** The environment faults that come about before an invocation. */
  conditionsBefore(name: string): readonly Planned<'condition'>[] {
    if (this.#over) return [];
    return this.#faults.filter(
      (fault): fault is Planned<'condition'> =>
        fault.kind === 'condition' && fault.before === name && !this.#struck.has(fault),
    );
  }

  /** The statuses that databases get before an invocation: the first of its function. */
  statusesBefore(name: string): readonly Planned<'status'>[] {
    if (this.#over || this.#steps.has(name)) return [];
    return this.#faults.filter(
      (fault): fault is Planned<'status'> => fault.kind === 'status' && fault.before === name,
    );
  }

  /** Notes that a fault that is nobody's call or step has come about. */
  note(fault: Fault): void {
    this.#struck.add(fault);
  }

  /** Counts a call of a function. @returns its index; the same for each of its attempts */
  call(name: string, operation: string): number {
    const attempt = `${name}/${operation}/${this.#invocationId}`;
    const known = this.#indices.get(attempt);
    if (known !== undefined) return known;
    const index = this.#calls.get(`${name}/${operation}`) ?? 0;
    this.#calls.set(`${name}/${operation}`, index + 1);
    this.#indices.set(attempt, index);
    return index;
  }

  /** Lets a call through, or not, or lets it take effect and loses the answer. */
  async strike(
    name: string,
    operation: string,
    index: number,
    service: string,
    proceed: Parameters<Interception>[2],
  ): Promise<object> {
    const fault = this.#find(
      (one): one is Planned<'call'> =>
        one.kind === 'call' &&
        one.function === name &&
        one.operation === operation &&
        (one.span === 'lasting' ? index >= one.index : index === one.index) &&
        (one.span !== 'once' || !this.#struck.has(one)),
    );
    if (fault === undefined) return proceed();
    if (fault.what === 'cut-after') {
      await proceed();
      throw new AbortedConnection('cut off after the effect');
    }
    throw errorOf(fault.what, service);
  }

  #find<One extends Fault>(is: (fault: Fault) => fault is One): One | undefined {
    if (this.#over) return undefined;
    const found = this.#faults.find(is);
    if (found !== undefined) this.#struck.add(found);
    return found;
  }
}

/** The services that answer with XML name their common errors without a suffix. */
const queryServices = new Set(['rds', 'sns', 'elasticloadbalancing']);

function errorOf(what: Exclude<CallFault, 'cut-after'> | ModelledError, service: string): Error {
  const suffix = queryServices.has(service) ? '' : 'Exception';
  switch (what) {
    case 'throttled':
      return new AwsError(`Throttling${suffix}`, 'Rate exceeded');
    case 'refused':
      return new AwsError(`AccessDenied${suffix}`, 'User is not authorized', 403);
    case 'internal':
      return new AwsError('InternalFailure', 'An internal error occurred', 500);
    case 'cut-before':
      return new AbortedConnection('cut off before the effect');
    default:
      return new AwsError(what, 'as it was planned');
  }
}
