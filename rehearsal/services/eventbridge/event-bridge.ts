import { arnIn } from '../../authorization/arn.ts';
import type { Authorizer } from '../../authorization/authorizer.ts';
import type { VirtualClock } from '../../clock.ts';
import type { BusEvent, EventBus, Location, Principal } from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import type { DeliveryFailure } from '../delivery-failure.ts';
import { type DeliveryFaults, NO_FAULTS } from '../delivery-faults.ts';
import { uuid } from '../identifiers.ts';
import { type StartExecution, startAsRole } from '../start-execution.ts';
import type { EventPattern } from './event-pattern.ts';
import { readEventPattern } from './event-pattern.ts';

/** Where a rule sends events; `input` is JSON text that takes the event's place. */
export type RuleTarget =
  | { readonly kind: 'function'; readonly arn: string; readonly input?: string }
  | {
      readonly kind: 'stateMachine';
      readonly arn: string;
      /** A role that trusts `events.amazonaws.com`. */
      readonly roleArn: string;
      readonly input?: string;
    };

/** What a template says of a rule on the default bus. */
export interface RuleSettings {
  readonly name: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly targets: readonly RuleTarget[];
  readonly state?: 'ENABLED' | 'DISABLED';
}

/**
 * Hands an event to a function as `principal`, which is EventBridge for a rule; the function's own
 * policy decides. Settles once Lambda has the event.
 */
export type InvokeFunction = (
  functionArn: string,
  event: unknown,
  principal: Principal,
) => Promise<void>;

/** An event as EventBridge hands it on. */
export interface EventEnvelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The collaborators of EventBridge. */
export interface EventBridgeParts {
  readonly authorizer: Pick<Authorizer, 'assume' | 'require'>;
  readonly clock: Pick<VirtualClock, 'now' | 'at'>;
  readonly random: Random;
  readonly invokeFunction: InvokeFunction;
  readonly startExecution: StartExecution;
}

/** Milliseconds from an event to its targets. */
const LATENCY = { from: 200, to: 1500 };

/**
 * The default buses of all places. A delivery that fails is kept in `failures`, and not tried again,
 * as AWS would for a day.
 */
export class EventBridge implements EventBus {
  readonly failures: DeliveryFailure[] = [];
  readonly #parts: EventBridgeParts;
  readonly #rules = new Map<string, Rule>();
  readonly #events: EventEnvelope[] = [];
  #faults: DeliveryFaults = NO_FAULTS;

  constructor(parts: EventBridgeParts) {
    this.#parts = parts;
  }

  /**
   * Makes a rule, or replaces the one of that name.
   * @returns its ARN
   * @throws AwsError `InvalidEventPatternException`, or `NotSimulated` for unknown matchers
   */
  putRule(location: Location, settings: RuleSettings): string {
    const arn = arnIn(location, 'events', `rule/${settings.name}`);
    const { targets } = settings;
    const matches = readEventPattern(settings.pattern);
    this.#rules.set(arn, {
      arn,
      location,
      matches,
      targets,
      enabled: settings.state !== 'DISABLED',
    });
    return arn;
  }

  deleteRule(ruleArn: string): void {
    this.#rules.delete(ruleArn);
  }

  setState(ruleArn: string, state: 'ENABLED' | 'DISABLED'): void {
    const rule = this.#rules.get(ruleArn);
    if (rule === undefined) {
      throw new AwsError('ResourceNotFoundException', `Rule ${ruleArn} does not exist.`);
    }
    rule.enabled = state === 'ENABLED';
  }

  put(event: BusEvent): void {
    const envelope = this.#envelope(event);
    this.#events.push(envelope);
    for (const rule of this.#rules.values()) {
      const isHere =
        rule.location.accountId === event.location.accountId &&
        rule.location.region === event.location.region;
      if (!isHere || !rule.enabled || !rule.matches({ ...envelope })) continue;
      for (const target of rule.targets) this.#appoint(rule, target, envelope);
    }
  }

  /** All events put so far, oldest first. */
  events(): readonly EventEnvelope[] {
    return this.#events;
  }

  /** Duplicates, delays or loses the deliveries of events that are put from now on. */
  setFaults(faults: DeliveryFaults): void {
    this.#faults = faults;
  }

  #appoint(rule: Rule, target: RuleTarget, envelope: EventEnvelope): void {
    const { clock, random } = this.#parts;
    for (let copy = 0; copy < this.#faults.copies; copy++) {
      const latency = Math.round(random.between(LATENCY.from, LATENCY.to));
      clock.at(clock.now() + latency + this.#faults.delayMilliseconds, () => {
        void this.#deliver(rule, target, envelope);
      });
    }
  }

  async #deliver(rule: Rule, target: RuleTarget, envelope: EventEnvelope): Promise<void> {
    try {
      await this.#hand(rule, target, target.input ?? JSON.stringify(envelope));
    } catch (error) {
      const time = this.#parts.clock.now();
      const reason = String(error);
      this.failures.push({ sourceArn: rule.arn, targetArn: target.arn, time, reason });
    }
  }

  async #hand(rule: Rule, target: RuleTarget, input: string): Promise<void> {
    const service = 'events.amazonaws.com';
    if (target.kind === 'stateMachine') {
      await startAsRole(this.#parts.authorizer, this.#parts.startExecution, {
        service,
        roleArn: target.roleArn,
        sourceArn: rule.arn,
        stateMachineArn: target.arn,
        input,
        name: uuid(this.#parts.random),
      });
      return;
    }
    await this.#parts.invokeFunction(target.arn, JSON.parse(input) as unknown, {
      kind: 'service',
      service,
      sourceArn: rule.arn,
      sourceAccount: rule.location.accountId,
    });
  }

  #envelope(event: BusEvent): EventEnvelope {
    const time = new Date(this.#parts.clock.now()).toISOString();
    return {
      version: '0',
      id: uuid(this.#parts.random),
      'detail-type': event.detailType,
      source: event.source,
      account: event.location.accountId,
      time: time.replace(/\.\d+Z$/, 'Z'),
      region: event.location.region,
      resources: [...event.resources],
      detail: structuredClone(event.detail),
    };
  }
}

interface Rule {
  readonly arn: string;
  readonly location: Location;
  readonly matches: EventPattern;
  readonly targets: readonly RuleTarget[];
  enabled: boolean;
}
