import type { ListRulesRequest, ListRulesResponse } from '@aws-sdk/client-eventbridge';
import { arnIn } from '../../authorization/arn.ts';
import type { Authorizer } from '../../authorization/authorizer.ts';
import type { VirtualClock } from '../../clock.ts';
import type {
  BusEvent,
  EventBus,
  Location,
  Operation,
  Principal,
  Service,
} from '../../contracts.ts';
import { AwsError } from '../../contracts.ts';
import type { Random } from '../../random.ts';
import type { DeliveryFailure } from '../delivery-failure.ts';
import { type DeliveryFaults, noFaults } from '../delivery-faults.ts';
import { uuid } from '../identifiers.ts';
import { deliverWithRetries, eventRetryDelays } from '../retries.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { type StartExecution, startAsRole } from '../start-execution.ts';
import { operation } from '../typed-operation.ts';
import type { EventPattern } from './event-pattern.ts';
import { readEventPattern } from './event-pattern.ts';

/** Where a rule sends events. */
export type RuleTarget = TargetSettings &
  (
    | { readonly kind: 'function'; readonly arn: string }
    | {
        readonly kind: 'stateMachine';
        readonly arn: string;
        /** A role that trusts `events.amazonaws.com`. */
        readonly roleArn: string;
      }
  );

interface TargetSettings {
  /** JSON text that takes the event's place. */
  readonly input?: string;
  /** How often EventBridge tries again; 185 where it is left out, for which a few stand here. */
  readonly maximumRetryAttempts?: number;
  /** A queue whose policy lets `events.amazonaws.com` send for the rule. */
  readonly deadLetterQueueArn?: string;
}

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
  readonly queues: Pick<Sqs, 'send'>;
  readonly clock: Pick<VirtualClock, 'now' | 'at'>;
  readonly random: Random;
  readonly invokeFunction: InvokeFunction;
  readonly startExecution: StartExecution;
}

const service = 'events.amazonaws.com';

/** Milliseconds from an event to its targets. */
const latencyMilliseconds = { from: 200, to: 1500 };

/** The default buses of all places. */
export class EventBridge implements EventBus, Service {
  readonly name = 'events';
  readonly operations: Readonly<Record<string, Operation>> = {
    ListRules: operation<ListRulesRequest, ListRulesResponse>(['NamePrefix'], (input, call) => {
      call.authorize('events:ListRules', '*');
      const { accountId, region } = call.location;
      return {
        Rules: [...this.#rules.values()]
          .filter(({ location }) => location.accountId === accountId && location.region === region)
          .filter(({ settings }) => settings.name.startsWith(input.NamePrefix ?? ''))
          .map(({ arn, settings, enabled }) => ({
            Name: settings.name,
            Arn: arn,
            EventPattern: JSON.stringify(settings.pattern),
            State: enabled ? ('ENABLED' as const) : ('DISABLED' as const),
            EventBusName: 'default',
          })),
      };
    }),
  };
  /** Deliveries given up, whether a dead-letter queue took them or not. */
  readonly failures: DeliveryFailure[] = [];
  readonly #parts: EventBridgeParts;
  readonly #rules = new Map<string, Rule>();
  readonly #events: EventEnvelope[] = [];
  #faults: DeliveryFaults = noFaults;

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
      settings,
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
    const input = target.input ?? JSON.stringify(envelope);
    const delivery = {
      clock,
      delays: eventRetryDelays(target.maximumRetryAttempts),
      deliver: () => this.#hand(rule, target, input),
      giveUp: (cause: unknown) => this.#giveUp(rule, target, envelope, cause),
    };
    for (let copy = 0; copy < this.#faults.copies; copy++) {
      const latency = Math.round(random.between(latencyMilliseconds.from, latencyMilliseconds.to));
      clock.at(clock.now() + latency + this.#faults.delayMilliseconds, () => {
        void deliverWithRetries(delivery);
      });
    }
  }

  #giveUp(rule: Rule, target: RuleTarget, envelope: EventEnvelope, cause: unknown): void {
    const failure = { sourceArn: rule.arn, targetArn: target.arn, time: this.#parts.clock.now() };
    this.failures.push({ ...failure, reason: String(cause) });
    if (target.deadLetterQueueArn === undefined) return;
    try {
      const body = JSON.stringify(envelope);
      this.#parts.queues.send(principalOf(rule), target.deadLetterQueueArn, body);
    } catch (error) {
      this.failures.push({
        ...failure,
        targetArn: target.deadLetterQueueArn,
        reason: String(error),
      });
    }
  }

  async #hand(rule: Rule, target: RuleTarget, input: string): Promise<void> {
    if (target.kind === 'stateMachine') {
      await startAsRole(this.#parts.authorizer, this.#parts.startExecution, {
        service: service,
        roleArn: target.roleArn,
        sourceArn: rule.arn,
        stateMachineArn: target.arn,
        input,
        name: uuid(this.#parts.random),
      });
      return;
    }
    const event = JSON.parse(input) as unknown;
    await this.#parts.invokeFunction(target.arn, event, principalOf(rule));
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
  readonly settings: RuleSettings;
  readonly arn: string;
  readonly location: Location;
  readonly matches: EventPattern;
  readonly targets: readonly RuleTarget[];
  enabled: boolean;
}

function principalOf(rule: Rule): Principal {
  const { arn: sourceArn, location } = rule;
  return { kind: 'service', service: service, sourceArn, sourceAccount: location.accountId };
}
