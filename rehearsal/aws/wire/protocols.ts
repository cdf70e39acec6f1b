import type { IncomingHttpHeaders } from 'node:http';
import { jsonProtocol, writeJsonFault } from './json-protocol.ts';
import type { FaultWriter, Protocol } from './protocol.ts';
import { queryProtocol, writeEc2Fault, writeQueryFault } from './query-protocol.ts';
import { restJsonProtocol, writeRestJsonFault } from './rest-json-protocol.ts';
import type { ProtocolName, ServiceModel } from './shape.ts';

/** The protocol that a service's model names. */
export function protocolOf(model: ServiceModel): Protocol {
  return protocols[model.protocol](model);
}

const protocols: Readonly<Record<ProtocolName, (model: ServiceModel) => Protocol>> = {
  awsQuery: queryProtocol,
  ec2Query: queryProtocol,
  awsJson1_0: jsonProtocol,
  awsJson1_1: jsonProtocol,
  restJson1: restJsonProtocol,
};

export const faultWriters: Readonly<Record<ProtocolName, FaultWriter>> = {
  awsQuery: writeQueryFault,
  ec2Query: writeEc2Fault,
  awsJson1_0: writeJsonFault('1.0'),
  awsJson1_1: writeJsonFault('1.1'),
  restJson1: writeRestJsonFault,
};

/** What a request that names no known service probably speaks, so that its refusal can be read. */
export function guessProtocol(headers: IncomingHttpHeaders): ProtocolName {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) return 'awsQuery';
  if (headers['x-amz-target'] === undefined) return 'restJson1';
  return type.endsWith('json-1.0') ? 'awsJson1_0' : 'awsJson1_1';
}
