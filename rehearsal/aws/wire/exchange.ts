import { AwsError } from '../contracts.ts';
import type { Location, Principal } from '../contracts.ts';
import type { Random } from '../random.ts';
import type { CallRecord } from './call-record.ts';
import { readCredentialScope } from './credential-scope.ts';
import type { CredentialScope } from './credential-scope.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import { AbortedConnection, InputProblem, SimulatorDefect } from './errors.ts';
import { toFault } from './fault.ts';
import { copyStructure } from './model-copy.ts';
import { runOperation, trackCall } from './operation-run.ts';
import type { WireRequest, WireResponse } from './protocol.ts';
import { faultWriters, guessProtocol } from './protocols.ts';
import * as refusals from './refusals.ts';
import type { OperationModel, ProtocolName, ServiceModel } from './shape.ts';
import type { SpokenService, SpokenServices } from './spoken-services.ts';
import { requireMembers } from './strictness.ts';

/** A call of this same process, with its input as the SDK's command holds it. */
export interface DirectCall {
  readonly accessKeyId: string;
  readonly region: string;
  /** The SigV4 service name. */
  readonly service: string;
  readonly operation: string;
  readonly input: object;
}

/** A call's output, or the error as the wire has it. */
export type DirectAnswer =
  | { readonly output: Record<string, unknown>; readonly requestId: string }
  | { readonly fault: WireResponse };

/** What is known of a request so far; an error is answered with as much of it as there is. */
interface Progress {
  readonly requestId: string;
  protocol: ProtocolName;
  model?: ServiceModel;
  record?: CallRecord;
}

/**
 * Answers one request, from its signature to its output or its error.
 * @throws AbortedConnection when the client is to get no answer
 */
export function answerRequest(
  request: WireRequest,
  services: SpokenServices,
  options: EndpointOptions,
): Promise<WireResponse> {
  return answer(options, guessProtocol(request.headers), {
    work: (progress) => perform(request, services, options, progress),
    fault: (response) => response,
  });
}

/**
 * Answers a call of this same process whose input comes as an object, and gives its output as one:
 * what the wire would have made of both, without writing and reading it. An error is answered as
 * everybody's is.
 * @throws AbortedConnection when the client is to get no answer
 */
export function answerCall(
  call: DirectCall,
  services: SpokenServices,
  options: EndpointOptions,
): Promise<DirectAnswer> {
  return answer<DirectAnswer>(options, 'restJson1', {
    work: (progress) => performCall(call, services, options, progress),
    fault: (fault) => ({ fault }),
  });
}

async function answer<Answer>(
  options: EndpointOptions,
  protocol: ProtocolName,
  {
    work,
    fault,
  }: {
    readonly work: (progress: Progress) => Promise<Answer>;
    readonly fault: (response: WireResponse) => Answer;
  },
): Promise<Answer> {
  const progress: Progress = { requestId: createRequestId(options.random), protocol };
  try {
    return await work(progress);
  } catch (error) {
    return fault(answerError(asError(error), options, progress));
  } finally {
    if (progress.record !== undefined) options.onCall?.(progress.record);
  }
}

async function perform(
  request: WireRequest,
  services: SpokenServices,
  options: EndpointOptions,
  progress: Progress,
): Promise<WireResponse> {
  const scope = readCredentialScope(request.headers);
  if ('problem' in scope) {
    throw refusals.unsigned(progress.protocol, scope.problem, scope.detail);
  }
  const spoken = await findService(scope.service, services, progress);
  const caller = findCaller(scope, options, progress);
  const operation = findOperation(spoken, request);
  const output = await carryOut(spoken, operation, caller, options, progress, () =>
    spoken.protocol.readInput(operation, request),
  );
  return spoken.protocol.writeOutput(operation, output, progress.requestId);
}

async function performCall(
  call: DirectCall,
  services: SpokenServices,
  options: EndpointOptions,
  progress: Progress,
): Promise<DirectAnswer> {
  const spoken = await findService(call.service, services, progress);
  const caller = findCaller(call, options, progress);
  const operation = spoken.model.operations.get(call.operation);
  if (operation === undefined) {
    const { protocol, version } = spoken.model;
    throw refusals.unknownOperation(protocol, call.operation, version);
  }
  const output = await carryOut(spoken, operation, caller, options, progress, () =>
    copyStructure(operation.input, call.input),
  );
  return { output: copyStructure(operation.output, output), requestId: progress.requestId };
}

async function findService(
  name: string,
  services: SpokenServices,
  progress: Progress,
): Promise<SpokenService> {
  const spoken = await services.find(name);
  if (spoken === undefined) {
    throw refusals.unknownService(progress.protocol, name, services.names);
  }
  progress.model = spoken.model;
  progress.protocol = spoken.model.protocol;
  return spoken;
}

/** Who calls, and where. */
interface Caller {
  readonly principal: Principal;
  readonly location: Location;
}

function findCaller(
  scope: Pick<CredentialScope, 'accessKeyId' | 'region'> & {
    readonly sessionToken?: string | undefined;
  },
  options: EndpointOptions,
  progress: Progress,
): Caller {
  const principal = options.resolvePrincipal(scope.accessKeyId, scope.sessionToken);
  if (principal === undefined) throw refusals.unknownKey(progress.protocol);
  return { principal, location: { accountId: accountOf(principal), region: scope.region } };
}

/** Runs a call's operation once its input can be read. @returns its output, checked against the model */
async function carryOut(
  spoken: SpokenService,
  operation: OperationModel,
  { principal, location }: Caller,
  options: EndpointOptions,
  progress: Progress,
  read: () => Record<string, unknown>,
): Promise<object> {
  const facts = {
    requestId: progress.requestId,
    service: spoken.service.name,
    operation: operation.name,
    location,
    principal,
  };
  progress.record = { ...facts, input: {} };
  const input = requireInput(spoken, operation, read);
  progress.record = { ...facts, input };
  const call = trackCall(facts, principal, options.authorizer);
  return runOperation(spoken, operation, input, call, options.intercept);
}

function findOperation({ model, protocol }: SpokenService, request: WireRequest): OperationModel {
  const operation = protocol.findOperation(request);
  if (typeof operation !== 'string') return operation;
  throw refusals.unknownOperation(model.protocol, operation, model.version);
}

function requireInput(
  { model }: SpokenService,
  operation: OperationModel,
  read: () => Record<string, unknown>,
): Record<string, unknown> {
  try {
    const input = read();
    if (operation.input !== undefined) requireMembers(operation.input, input);
    return input;
  } catch (error) {
    if (error instanceof InputProblem) throw refusals.refusedInput(model.protocol, error);
    throw error;
  }
}

function accountOf(principal: Principal): string {
  return principal.kind === 'service' ? principal.sourceAccount : principal.accountId;
}

function answerError(error: Error, options: EndpointOptions, progress: Progress): WireResponse {
  const { protocol, model, record, requestId } = progress;
  const { name, message } = error;
  if (record !== undefined) progress.record = { ...record, error: { name, message } };
  if (error instanceof AbortedConnection) throw error;
  // What AWS has and the simulator hasn't: AWS's answer to the client, and a defect all the same.
  if (error.cause instanceof SimulatorDefect) options.onInternalError(error.cause);
  const write = faultWriters[protocol];
  const xmlNamespace = model?.xmlNamespace ?? '';
  try {
    if (!(error instanceof AwsError)) throw error;
    return write(toFault(error, model), xmlNamespace, requestId);
  } catch (defect) {
    options.onInternalError(asError(defect));
    const failure = refusals.internalFailure(protocol, asError(defect).message);
    return write(toFault(failure, undefined), xmlNamespace, requestId);
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new SimulatorDefect(`${String(thrown)} was thrown`);
}

/** A version 4 UUID, drawn from the run's seed. */
function createRequestId(random: Random): string {
  const text = (length: number): string => random.text(length);
  return `${text(8)}-${text(4)}-4${text(3)}-a${text(3)}-${text(12)}`;
}
