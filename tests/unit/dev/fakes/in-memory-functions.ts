import { createHash } from 'node:crypto';
import { CodeChanged } from '../../../../commands/dev/ports/functions.ts';
import type { FunctionFacts, Functions } from '../../../../commands/dev/ports/functions.ts';

const original = Buffer.from('the original package');

/** One function of Lambda's, with its code and tags. */
export class InMemoryFunctions implements Functions {
  code: Buffer | undefined = original;
  tags: Record<string, string> = { 'understudy:live-code': 'allowed' };
  /** Counts up with each change. */
  revision = 1;
  /** What was done, in order. */
  readonly calls: string[] = [];
  /** Calls that fail, by name. */
  readonly failing = new Map<string, Error>();
  readonly #facts: Partial<FunctionFacts>;

  constructor(facts: Partial<FunctionFacts> = {}) {
    this.#facts = facts;
  }

  get facts(): FunctionFacts {
    const code = this.code ?? original;
    return {
      arn: 'arn:aws:lambda:eu-west-1:111111111111:function:lab-Probe',
      name: 'lab-Probe',
      roleArn: 'arn:aws:iam::111111111111:role/lab-ProbeRole',
      handler: 'probe.handler',
      runtime: 'nodejs24.x',
      packageType: 'Zip',
      hasLayers: false,
      timeoutSeconds: 30,
      codeSha256: sha256(code),
      codeBytes: code.length,
      revisionId: String(this.revision),
      codeLocation: 'https://example.com/package',
      tags: this.tags,
      ...this.#facts,
    };
  }

  get isOriginal(): boolean {
    return this.code?.equals(original) === true;
  }

  async find(nameOrArn: string): Promise<FunctionFacts | undefined> {
    await this.#note('find');
    const { arn, name } = this.facts;
    return this.code !== undefined && [arn, name].includes(nameOrArn) ? this.facts : undefined;
  }

  async download(): Promise<Buffer> {
    await this.#note('download');
    return this.code ?? original;
  }

  async replaceCode(_arn: string, zip: Buffer, revisionId?: string): Promise<void> {
    await this.#note('replaceCode');
    if (revisionId !== undefined && revisionId !== String(this.revision)) {
      throw new CodeChanged('another revision');
    }
    this.code = zip;
    this.revision++;
  }

  async tag(_arn: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.#note('tag');
    this.tags = { ...this.tags, ...tags };
  }

  async untag(_arn: string, keys: readonly string[]): Promise<void> {
    await this.#note('untag');
    this.tags = Object.fromEntries(
      Object.entries(this.tags).filter(([key]) => !keys.includes(key)),
    );
  }

  async invoke(): Promise<{ result: unknown }> {
    await this.#note('invoke');
    return { result: { sent: true } };
  }

  async #note(call: string): Promise<void> {
    this.calls.push(call);
    await Promise.resolve();
    const failure = this.failing.get(call);
    if (failure !== undefined) throw failure;
  }
}

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('base64');
}
