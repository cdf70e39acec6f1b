/** What Lambda tells of a deployed function. */
export interface FunctionFacts {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** `file.export` */
  readonly handler: string;
  readonly runtime: string;
  readonly packageType: string;
  readonly hasLayers: boolean;
  readonly timeoutSeconds: number;
  /** SHA-256 of the package, in base64. */
  readonly codeSha256: string;
  readonly codeBytes: number;
  readonly revisionId: string;
  /** Where the package can be downloaded for ten minutes. */
  readonly codeLocation: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** How a function failed, as Lambda reports it. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** Deployed functions. */
export interface Functions {
  /** @returns undefined when there is none of that name or ARN */
  find(nameOrArn: string): Promise<FunctionFacts | undefined>;
  download(location: string): Promise<Buffer>;
  /**
   * Replaces the code, and resolves once it is in place.
   * @param revisionId where it is given, and the function has changed since: throws `CodeChanged`
   */
  replaceCode(arn: string, zip: Buffer, revisionId?: string): Promise<void>;
  tag(arn: string, tags: Readonly<Record<string, string>>): Promise<void>;
  untag(arn: string, keys: readonly string[]): Promise<void>;
  /** @returns the answer, or how the function failed */
  invoke(arn: string, event: unknown): Promise<{ result: unknown } | { error: FunctionError }>;
}

/** Somebody changed the function meanwhile. */
export class CodeChanged extends Error {
  override readonly name = 'CodeChanged';
}
