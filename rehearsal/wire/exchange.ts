import { AwsError } from '../contracts.ts';
import type { Location, Principal } from '../contracts.ts';
import type { Random } from '../random.ts';
import type { CallRecord } from './call-record.ts';
import { readCredentialScope } from './credential-scope.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import { AbortedConnection, InputProblem, StageDefect } from './errors.ts';
import { toFault } from './fault.ts';
import { runOperation, trackCall } from './operation-run.ts';
import type { WireRequest, WireResponse } from './protocol.ts';
import { faultWriters, guessProtocol } from './protocols.ts';
import * as refusals from './refusals.ts';
import type { OperationModel, ProtocolName, ServiceModel } from './shape.ts';
import type { SpokenService, SpokenServices } from './spoken-services.ts';
import { requireMembers } from './strictness.ts';

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
export async function answerRequest(
  request: WireRequest,
  services: SpokenServices,
  options: EndpointOptions,
): Promise<WireResponse> {
  const progress: Progress = {
    requestId: createRequestId(options.random),
    protocol: guessProtocol(request.headers),
  };
  try {
    return await perform(request, services, options, progress);
  } catch (error) {
    return answerError(asError(error), options, progress);
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
  const spoken = await services.find(scope.service);
  if (spoken === undefined) {
    const error = refusals.unknownService(progress.protocol, scope.service, services.names);
    options.onInternalError(new StageDefect(error.message));
    throw error;
  }
  progress.model = spoken.model;
  progress.protocol = spoken.model.protocol;
  const principal = options.resolvePrincipal(scope.accessKeyId, scope.sessionToken);
  if (principal === undefined) throw refusals.unknownKey(progress.protocol);
  const operation = findOperation(spoken, request);
  const facts = {
    requestId: progress.requestId,
    service: spoken.service.name,
    operation: operation.name,
    location: { accountId: accountOf(principal), region: scope.region } satisfies Location,
    principal,
  };
  progress.record = { ...facts, input: {} };
  const input = readInput(spoken, operation, request);
  progress.record = { ...facts, input };
  const call = trackCall(facts, principal, options.authorizer);
  const output = await runOperation(spoken, operation, input, call, options.intercept);
  return spoken.protocol.writeOutput(operation, output, progress.requestId);
}

function findOperation({ model, protocol }: SpokenService, request: WireRequest): OperationModel {
  const operation = protocol.findOperation(request);
  if (typeof operation !== 'string') return operation;
  throw refusals.unknownOperation(model.protocol, operation, model.version);
}

function readInput(
  { model, protocol }: SpokenService,
  operation: OperationModel,
  request: WireRequest,
): Record<string, unknown> {
  try {
    const input = protocol.readInput(operation, request);
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
  return thrown instanceof Error ? thrown : new StageDefect(`${String(thrown)} was thrown`);
}

/** A version 4 UUID, drawn from the run's seed. */
function createRequestId(random: Random): string {
  const text = (length: number): string => random.text(length);
  return `${text(8)}-${text(4)}-4${text(3)}-a${text(3)}-${text(12)}`;
}
