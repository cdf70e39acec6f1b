import { AwsError } from '../contracts.ts';
import { SimulatorDefect } from './errors.ts';
import type { InputProblem } from './errors.ts';
import type { ProtocolName } from './shape.ts';

/** What each family of protocols answers before an operation is reached: name and HTTP status. */
interface Wording {
  readonly missingToken: readonly [string, number];
  readonly incompleteSignature: readonly [string, number];
  readonly unknownKey: readonly [string, number, string];
  readonly wrongService: readonly [string, number];
  readonly unknownOperation: readonly [string, number];
  readonly malformed: readonly [string, number];
  readonly missing: readonly [string, number];
  readonly unknown: readonly [string, number];
  readonly internal: string;
}

const invalidToken = 'The security token included in the request is invalid.';

const query: Wording = {
  missingToken: ['MissingAuthenticationToken', 403],
  incompleteSignature: ['IncompleteSignature', 400],
  unknownKey: ['InvalidClientTokenId', 403, invalidToken],
  wrongService: ['SignatureDoesNotMatch', 403],
  unknownOperation: ['InvalidAction', 400],
  malformed: ['MalformedInput', 400],
  missing: ['ValidationError', 400],
  unknown: ['ValidationError', 400],
  internal: 'InternalFailure',
};

const jsonRpc: Wording = {
  missingToken: ['MissingAuthenticationTokenException', 400],
  incompleteSignature: ['IncompleteSignatureException', 400],
  unknownKey: ['UnrecognizedClientException', 400, invalidToken],
  wrongService: ['InvalidSignatureException', 400],
  unknownOperation: ['UnknownOperationException', 400],
  malformed: ['SerializationException', 400],
  missing: ['ValidationException', 400],
  unknown: ['ValidationException', 400],
  internal: 'InternalFailure',
};

const wordings: Readonly<Record<ProtocolName, Wording>> = {
  awsQuery: query,
  // EC2 API reference, "Error codes for the Amazon EC2 API".
  ec2Query: {
    ...query,
    unknownKey: [
      'AuthFailure',
      401,
      'AWS was not able to validate the provided access credentials',
    ],
    malformed: ['InvalidParameterValue', 400],
    missing: ['MissingParameter', 400],
    unknown: ['UnknownParameter', 400],
    internal: 'InternalError',
  },
  awsJson1_0: jsonRpc,
  awsJson1_1: jsonRpc,
  restJson1: {
    ...jsonRpc,
    missingToken: ['MissingAuthenticationTokenException', 403],
    incompleteSignature: ['IncompleteSignatureException', 403],
    unknownKey: ['UnrecognizedClientException', 403, invalidToken],
    wrongService: ['InvalidSignatureException', 403],
    unknownOperation: ['UnknownOperationException', 404],
  },
};

/** The Authorization header is missing, or not SigV4's. */
export function unsigned(
  protocol: ProtocolName,
  problem: 'missing' | 'incomplete',
  detail: string,
): AwsError {
  const { missingToken, incompleteSignature } = wordings[protocol];
  const [name, status] = problem === 'missing' ? missingToken : incompleteSignature;
  return new AwsError(name, detail, status);
}

export function unknownKey(protocol: ProtocolName): AwsError {
  const [name, status, message] = wordings[protocol].unknownKey;
  return new AwsError(name, message, status);
}

/** The credential scope names a service that nobody answers for. */
export function unknownService(
  protocol: ProtocolName,
  service: string,
  known: readonly string[],
): AwsError {
  const [name, status] = wordings[protocol].wrongService;
  const message =
    `Credential should be scoped to correct service: ` +
    `there is no ${service} in the simulator, which has ${known.join(', ')}`;
  const error = new AwsError(name, message, status);
  error.cause = new SimulatorDefect(message);
  return error;
}

export function unknownOperation(
  protocol: ProtocolName,
  operation: string,
  version: string,
): AwsError {
  const [name, status] = wordings[protocol].unknownOperation;
  return new AwsError(name, `Could not find operation ${operation} for version ${version}`, status);
}

/**
 * AWS's model has the operation, and the simulator doesn't: said once and for all, with a status
 * that no client tries again.
 */
export function notSimulated(operation: string): AwsError {
  const error = new AwsError('NotSimulated', `${operation} isn't simulated in the simulator`, 501);
  error.cause = new SimulatorDefect(error.message);
  return error;
}

/** AWS's wording of validation errors; it spells the path's names with a small first letter. */
export function refusedInput(protocol: ProtocolName, problem: InputProblem): AwsError {
  const { kind, path, message: expected } = problem;
  const messages: Readonly<Record<InputProblem['kind'], string>> = {
    malformed: `${path || 'The input'} is not a ${expected}`,
    missing:
      protocol === 'ec2Query'
        ? `The request must contain the parameter ${path}`
        : `1 validation error detected: Value null at '${uncapitalized(path)}' ` +
          'failed to satisfy constraint: Member must not be null',
    unknown: `The parameter ${path} is not recognized`,
  };
  const [name, status] = wordings[protocol][kind];
  return new AwsError(name, messages[kind], status);
}

function uncapitalized(path: string): string {
  return path.replace(/(^|\.)([A-Z])/g, (letter) => letter.toLowerCase());
}

/** What a client is told of a defect of the simulator. */
export function internalFailure(protocol: ProtocolName, message: string): AwsError {
  return new AwsError(wordings[protocol].internal, message, 500);
}
