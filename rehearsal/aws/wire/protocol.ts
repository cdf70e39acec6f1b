import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from './fault.ts';
import type { OperationModel } from './shape.ts';

export interface WireRequest {
  readonly method: string;
  /** With the query string, as it came. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A wire protocol as one service speaks it. */
export interface Protocol {
  /** @returns the operation's name as the request has it where the model has no such operation */
  findOperation(request: WireRequest): OperationModel | string;
  /** @throws InputProblem `unknown` or `malformed` */
  readInput(operation: OperationModel, request: WireRequest): Record<string, unknown>;
  /** `output` has been checked against the model. */
  writeOutput(operation: OperationModel, output: object, requestId: string): WireResponse;
}

/** Writes an error answer; it needs no model, so that a request of an unknown kind gets one too. */
export type FaultWriter = (fault: Fault, xmlNamespace: string, requestId: string) => WireResponse;
