import type { Call } from '../../aws/contracts.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type {
  DirectAnswer,
  DirectCall,
  WireRequest,
  WireResponse,
} from '../../aws/wire/endpoint.ts';
import type { Applications } from './applications.ts';
import type { EnvironmentFaults } from './environment-faults.ts';
import type { Invocation, StepFault } from './in-process-fleet.ts';
import type { Injector } from './injector.ts';
import type { Recorder } from './recorder.ts';
import type { Statuses } from './statuses.ts';

/** The functions of a run as they are invoked, and their calls: where faults come in. */
export class Invocations {
  /** Until it is there, nothing is taken down. */
  recorder: Recorder | undefined;
  /** Whom a call may take a database from. */
  applications: Applications | undefined;
  readonly #simulator: Simulator;
  readonly #injector: Injector;
  readonly #environmentFaults: EnvironmentFaults;
  readonly #statuses: Statuses;
  readonly #keys = new Map<string, string>();
  #function = '';
  #execution: string | undefined;
  #accessKeyId = '';
  #calls = 0;

  constructor(
    simulator: Simulator,
    injector: Injector,
    environmentFaults: EnvironmentFaults,
    statuses: Statuses,
  ) {
    this.#simulator = simulator;
    this.#injector = injector;
    this.#environmentFaults = environmentFaults;
    this.#statuses = statuses;
  }

  /** The access key of the function that runs now. */
  get accessKeyId(): string {
    return this.#accessKeyId;
  }

  get callsMade(): number {
    return this.#calls;
  }

  /** Before an invocation of a function: from now on calls are its own. */
  async begin(invocation: Invocation): Promise<StepFault | undefined> {
    const { function: name, deployed, execution } = invocation;
    this.#function = name;
    this.#execution = execution;
    const key =
      this.#keys.get(deployed.roleArn) ??
      this.#simulator.credentials.issue(deployed.roleArn).accessKeyId;
    this.#keys.set(deployed.roleArn, key);
    this.#accessKeyId = key;
    for (const fault of this.#injector.conditionsBefore(name)) {
      this.#injector.note(fault);
      await this.#environmentFaults.inject(fault.what);
    }
    for (const one of this.#injector.statusesBefore(name)) {
      if (this.#statuses.inject(one.of, one.what)) this.#injector.note(one);
    }
    const { index, fault } = this.#injector.step(name);
    const time = this.#simulator.clock.now();
    this.recorder?.steps.push({ time, function: name, index });
    return fault;
  }

  /** Before a function that the one under way calls. @returns what makes calls that one's again */
  suspend(): () => void {
    const name = this.#function;
    const execution = this.#execution;
    const key = this.#accessKeyId;
    return () => {
      this.#function = name;
      this.#execution = execution;
      this.#accessKeyId = key;
    };
  }

  answer(request: WireRequest): Promise<WireResponse> {
    this.#injector.attempt(String(request.headers['amz-sdk-invocation-id'] ?? ''));
    return this.#simulator.answer(request);
  }

  call(call: DirectCall, invocationId: string): Promise<DirectAnswer> {
    this.#injector.attempt(invocationId);
    return this.#simulator.call(call);
  }

  async intercept(
    call: Call,
    input: Readonly<Record<string, unknown>>,
    proceed: () => Promise<object>,
  ): Promise<object> {
    const { service, operation, location } = call;
    const name = this.#function;
    const execution = this.#execution;
    this.#calls++;
    const index = this.#injector.call(name, operation);
    const subject = this.recorder?.subjectOf(call, input);
    const time = this.#simulator.clock.now();
    let effect = false;
    const watched = async (): Promise<object> => {
      if (takesAway(operation, input)) await this.applications?.write();
      const output = await proceed();
      effect = true;
      return output;
    };
    try {
      return await this.#injector.strike(name, operation, index, service, watched);
    } finally {
      this.recorder?.calls.push({
        time,
        function: name,
        execution,
        service,
        operation,
        index,
        location,
        input,
        subject,
        effect,
      });
    }
  }
}

/** Whether a call may take a database from its applications: to them it comes at any moment. */
function takesAway(operation: string, input: Readonly<Record<string, unknown>>): boolean {
  if (/^DeleteDB(Cluster|Instance)$/.test(operation)) return true;
  return 'NewDBClusterIdentifier' in input || 'NewDBInstanceIdentifier' in input;
}
