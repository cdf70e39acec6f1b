import { Random } from '../../rehearsal/aws/random.ts';
import type { WireRequest, WireResponse } from '../../rehearsal/aws/wire/endpoint.ts';
import type { Protocol } from '../../rehearsal/aws/wire/protocol.ts';
import { protocolOf } from '../../rehearsal/aws/wire/protocols.ts';
import { sdkClients } from '../../rehearsal/aws/wire/sdk-clients.ts';
import { readModel } from '../../rehearsal/aws/wire/sdk-schema.ts';
import type { OperationModel, ServiceModel } from '../../rehearsal/aws/wire/shape.ts';
import { AnswerMaker } from './answer-maker.ts';
import { mutate } from './mutation.ts';

/** More calls than any function has reason to make in one invocation. */
const mostCalls = 1500;

/** A service's model, and how it is spoken. */
interface Spoken {
  readonly model: ServiceModel;
  readonly protocol: Protocol;
}

const spoken = new Map<string, Spoken>();

/** Reads the models of the services that functions call: once, for it takes its time. */
export async function learnServices(): Promise<void> {
  for (const name of [
    'rds',
    'kms',
    'sns',
    'states',
    'secretsmanager',
    'elasticloadbalancing',
    'lambda',
    'application-autoscaling',
  ]) {
    const client = await sdkClients[name]?.();
    if (client === undefined) throw new Error(`no client of ${name} is known`);
    const model = readModel(name, client);
    spoken.set(name, { model, protocol: protocolOf(model) });
  }
}

/**
 * An AWS that answers anything: what its models allow, less than that, more than that, in another
 * form, with errors that nobody has heard of, or not at all. It is the same whenever it gets the same
 * seed.
 */
export class HostileAws {
  /** The operations that were called, in order. */
  readonly calls: string[] = [];
  readonly #random: Random;
  readonly #answers: AnswerMaker;
  /** How much goes wrong: some cases go well for long, and get far. */
  readonly #trouble: number;

  constructor(seed: number, texts: readonly string[]) {
    this.#random = new Random(seed);
    this.#answers = new AnswerMaker(this.#random.fork(), texts);
    this.#trouble = this.#pick([0, 0, 0.05, 0.3]);
  }

  /** Calls that change something. */
  get writes(): readonly string[] {
    return this.calls.filter((name) => !/^(Describe|Get|List)/.test(name));
  }

  get isOverrun(): boolean {
    return this.calls.length > mostCalls;
  }

  /** @param service its SigV4 name */
  async answer(service: string, request: WireRequest): Promise<WireResponse> {
    const { model, protocol } = spoken.get(service) as Spoken;
    const operation = protocol.findOperation(request);
    if (typeof operation === 'string') throw new Error(`${service} has no ${operation}`);
    this.calls.push(operation.name);
    // Whoever asks on and on gets a refusal at last, so that the case ends.
    if (this.isOverrun) return fault(model, 'AccessDenied', 403);
    if (this.#random.next() >= this.#trouble) return this.#wellFormed(protocol, operation);
    return this.#pick([
      () => this.#error(model),
      () => this.#error(model),
      () => this.#altered(this.#wellFormed(protocol, operation)),
      () => this.#altered(this.#wellFormed(protocol, operation)),
      () => this.#noAnswer(),
    ])();
  }

  #wellFormed(protocol: Protocol, operation: OperationModel): WireResponse {
    const output = operation.output === undefined ? {} : this.#answers.structure(operation.output);
    return protocol.writeOutput(operation, output, 'request');
  }

  #error(model: ServiceModel): WireResponse {
    const known = this.#pick([...model.errors.keys()]);
    const code = model.errors.get(known)?.queryCode ?? known;
    const name = this.#pick([
      code,
      code,
      'AccessDenied',
      'Throttling',
      'UnheardOf',
      '__proto__',
      '',
    ]);
    return fault(model, name, this.#pick([400, 400, 403, 404, 409, 500, 503, 302, 418]));
  }

  #altered(response: WireResponse): WireResponse {
    const text = typeof response.body === 'string' ? response.body : '';
    if (this.#random.next() < 0.15) return { ...response, body: text.slice(0, text.length / 2) };
    const body = text.startsWith('<') ? this.#alterXml(text) : this.#alterJson(text);
    return { ...response, body };
  }

  /**
   * Somewhere among the elements: gone, emptied, of another value, twice, or an unrelated one in
   * between.
   */
  #alterXml(text: string): string {
    const elements = [...text.matchAll(/<(\w+)>([^<]*)<\/\1>/g)];
    if (elements.length === 0) return text;
    const { 0: element, 1: name = '', index } = this.#pick(elements);
    const values = ['', 'x', '-1', 'NaN', '1e999', '2026-02-30T00:00:00Z', 'true', '&#0;'];
    const change = this.#pick([
      '',
      `<${name}/>`,
      `<${name}>${this.#pick(values)}</${name}>`,
      `<${name}>${this.#pick(values)}</${name}>`,
      element + element,
      `<Unheard><Of>1</Of></Unheard>${element}`,
      `<${name}><member>1</member></${name}>`,
    ]);
    return text.slice(0, index) + change + text.slice(index + element.length);
  }

  #alterJson(text: string): string {
    const number = (): number => Math.floor(this.#random.next() * 100_000);
    const change = { where: number(), how: number(), what: number() };
    return JSON.stringify(mutate(JSON.parse(text === '' ? 'null' : text), [change]));
  }

  /** The connection breaks, or something in between answers in AWS's place. */
  #noAnswer(): WireResponse {
    const html = '<html><body>Bad gateway</body></html>';
    return this.#pick([
      () => {
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      },
      () => {
        throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443'), {
          code: 'ECONNREFUSED',
        });
      },
      () => ({ status: 200, headers: {}, body: '' }),
      () => ({ status: 204, headers: {}, body: '' }),
      () => ({ status: 502, headers: { 'content-type': 'text/html' }, body: html }),
      () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: html }),
      () => ({ status: 200, headers: {}, body: 'null' }),
      () => ({ status: 400, headers: {}, body: '' }),
    ])();
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random.next() * items.length)] as Item;
  }
}

function fault({ protocol }: ServiceModel, code: string, status: number): WireResponse {
  const message = 'something that AWS says';
  return protocol === 'awsQuery'
    ? {
        status,
        headers: { 'content-type': 'text/xml' },
        body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
      }
    : {
        status,
        headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code },
        body: JSON.stringify({ __type: code, message }),
      };
}
