import type { Location } from '../contracts.ts';

/** A function as it is deployed. */
export interface FunctionSettings {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** `file.export`, within the code directory. */
  readonly handler: string;
  readonly codeDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Megabytes. */
  readonly memorySize: number;
  readonly vpc?: {
    readonly subnetIds: readonly string[];
    readonly securityGroupIds: readonly string[];
  };
  readonly deadLetterQueueArn?: string;
  readonly reservedConcurrency?: number;
  /** `/aws/lambda/<name>` when left out. */
  readonly logGroupName?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** How a function's asynchronous events are retried, and where they end. */
export interface AsynchronousSettings {
  /** 0 to 2; 2 when left out. */
  readonly maximumRetryAttempts?: number;
  /** 60 to 21600; 21600 when left out. */
  readonly maximumEventAgeSeconds?: number;
  readonly onFailureArn?: string;
  readonly onSuccessArn?: string;
}

export interface DeployedFunction extends FunctionSettings {
  readonly location: Location;
}

/** What changes of a function while it is deployed, and what Lambda tells of it. */
export interface FunctionRecord {
  tags: Readonly<Record<string, string>>;
  revisionId: string;
  lastModified: Date;
  lastUpdateStatus: 'Successful' | 'InProgress';
}
