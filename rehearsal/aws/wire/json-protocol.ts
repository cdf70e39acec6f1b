import { InputProblem } from './errors.ts';
import { messageName } from './fault.ts';
import { fromJson, toJson } from './json-value.ts';
import type { FaultWriter, Protocol, WireResponse } from './protocol.ts';
import type { ServiceModel } from './shape.ts';

/** Smithy's awsJson1_0 and awsJson1_1: the operation in `x-amz-target`, JSON in, JSON out. */
export function jsonProtocol(model: ServiceModel): Protocol {
  const type = contentType(model.protocol === 'awsJson1_0' ? '1.0' : '1.1');
  return {
    findOperation({ headers }) {
      const target = String(headers['x-amz-target'] ?? '');
      const [, service, name] = /^(.*)\.([^.]*)$/.exec(target) ?? [];
      return (service === model.target && model.operations.get(name ?? '')) || target;
    },
    readInput({ input }, { body }) {
      const json = parseJson(body);
      if (input !== undefined) return fromJson(input, json, '') as Record<string, unknown>;
      const [extra] = Object.keys(json);
      if (extra !== undefined) throw new InputProblem('unknown', extra);
      return {};
    },
    writeOutput({ output: shape }, output, requestId) {
      return answer(200, type, shape === undefined ? {} : toJson(shape, output), requestId);
    },
  };
}

/** A body of JSON; none at all counts as an empty object. */
export function parseJson(body: Buffer): object {
  if (body.length === 0) return {};
  try {
    const json: unknown = JSON.parse(body.toString());
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  } catch {
    // Falls through: neither a text that isn't JSON nor a bare value is an input.
  }
  throw new InputProblem('malformed', '', 'JSON object');
}

export function writeJsonFault(version: '1.0' | '1.1'): FaultWriter {
  return (fault, _xmlNamespace, requestId) => {
    const members = fault.shape === undefined ? {} : toJson(fault.shape, fault.members);
    const content = {
      __type: fault.name,
      [messageName(fault.shape)]: fault.message,
      ...(members as object),
    };
    const response = answer(fault.status, contentType(version), content, requestId);
    if (fault.queryError === undefined) return response;
    return {
      ...response,
      headers: { ...response.headers, 'x-amzn-query-error': fault.queryError },
    };
  };
}

function contentType(version: '1.0' | '1.1'): string {
  return `application/x-amz-json-${version}`;
}

function answer(status: number, type: string, content: unknown, requestId: string): WireResponse {
  return {
    status,
    headers: { 'content-type': type, 'x-amzn-requestid': requestId },
    body: JSON.stringify(content),
  };
}
