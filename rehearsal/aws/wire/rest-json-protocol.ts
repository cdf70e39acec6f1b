import type { IncomingHttpHeaders } from 'node:http';
import { InputProblem, SimulatorDefect } from './errors.ts';
import { messageName } from './fault.ts';
import { parseJson } from './json-protocol.ts';
import { fromJson, toJson } from './json-value.ts';
import type { FaultWriter, Protocol, WireResponse } from './protocol.ts';
import { createRouter } from './rest-routes.ts';
import type { RouteMatch } from './rest-routes.ts';
import type { Member, ServiceModel, Shape, Structure } from './shape.ts';
import { formatText, parseText } from './text-value.ts';

type Members = Record<string, unknown>;

/** Smithy's restJson1: input and output spread over path, query, headers, status and a JSON body. */
export function restJsonProtocol(model: ServiceModel): Protocol {
  const route = createRouter(model);
  return {
    findOperation({ method, url }) {
      return route(method, parseUrl(url))?.operation ?? `${method} ${url}`;
    },
    readInput({ input: shape }, { method, url, headers, body }) {
      const address = parseUrl(url);
      const found = route(method, address);
      if (shape === undefined || found === undefined) return {};
      return {
        ...readLabels(shape, found),
        ...readQuery(shape, address.searchParams, found.fixedParameters),
        ...readHeaders(shape, headers),
        ...readBody(shape, body),
      };
    },
    writeOutput({ output: shape, http }, output, requestId) {
      return writeResponse(shape, output as Readonly<Members>, http?.status ?? 200, requestId);
    },
  };
}

/** The authority is of no interest, but `URL` wants one. */
function parseUrl(url: string): URL {
  return new URL(url, 'http://simulator');
}

function readLabels(shape: Structure, { labels }: RouteMatch): Members {
  return Object.fromEntries(
    [...labels].map(([name, text]) => {
      const member = shape.members.get(name);
      if (member === undefined)
        throw new SimulatorDefect(`${shape.name} has no member for {${name}}`);
      return [name, parseText(member.shape, text, name, 'date-time')];
    }),
  );
}

function readQuery(
  shape: Structure,
  parameters: URLSearchParams,
  fixed: ReadonlySet<string>,
): Members {
  const members = new Map(
    [...shape.members.values()].flatMap((member) =>
      member.binding.in === 'query' ? [[member.binding.name, member] as const] : [],
    ),
  );
  const value: Members = {};
  for (const name of new Set(parameters.keys())) {
    if (fixed.has(name)) continue;
    const member = members.get(name);
    if (member === undefined) throw new InputProblem('unknown', name);
    value[member.name] = readParameter(member, parameters.getAll(name));
  }
  return value;
}

function readParameter({ name, shape }: Member, texts: readonly string[]): unknown {
  if (shape.kind === 'list') {
    return texts.map((text) => parseText(shape.item.shape, text, name, 'date-time'));
  }
  const [text = ''] = texts;
  if (texts.length !== 1) throw new InputProblem('malformed', name, `single ${shape.kind}`);
  return parseText(shape, text, name, 'date-time');
}

/** Headers that the model doesn't know belong to HTTP, and are let by. */
function readHeaders(shape: Structure, headers: IncomingHttpHeaders): Members {
  return Object.fromEntries(
    [...shape.members.values()].flatMap((member) => {
      if (member.binding.in !== 'header') return [];
      const text = headers[member.binding.name.toLowerCase()];
      if (text === undefined) return [];
      return [[member.name, parseText(member.shape, String(text), member.name, 'http-date')]];
    }),
  );
}

function readBody(shape: Structure, body: Buffer): Members {
  const payload = [...shape.members.values()].find(({ binding }) => binding.in === 'payload');
  if (payload !== undefined) {
    return body.length === 0 ? {} : { [payload.name]: readPayload(payload, body) };
  }
  const input = fromJson(shape, parseJson(body), '') as Members;
  const misplaced = Object.keys(input).find((name) => {
    return shape.members.get(name)?.binding.in !== 'body';
  });
  if (misplaced !== undefined) throw new InputProblem('unknown', misplaced);
  return input;
}

function readPayload({ name, shape }: Member, body: Buffer): unknown {
  if (shape.kind === 'blob') return new Uint8Array(body);
  if (shape.kind === 'string') return body.toString();
  return fromJson(shape, parseJson(body), name);
}

function writeResponse(
  shape: Structure | undefined,
  output: Readonly<Members>,
  defaultStatus: number,
  requestId: string,
): WireResponse {
  const headers: Record<string, string> = { 'x-amzn-requestid': requestId };
  const content: Members = {};
  let status = defaultStatus;
  let payload: string | Uint8Array | undefined;
  for (const [name, member] of shape?.members ?? []) {
    const value = output[name];
    const { binding } = member;
    if (binding.in === 'payload')
      payload = value === undefined ? '' : writePayload(member.shape, value);
    if (value === undefined) continue;
    if (binding.in === 'status') status = Number(value);
    if (binding.in === 'header') {
      headers[binding.name.toLowerCase()] = formatText(member.shape, value, 'http-date');
    }
    if (binding.in === 'body') content[name] = toJson(member.shape, value);
  }
  headers['content-type'] = payload instanceof Uint8Array ? 'application/octet-stream' : json;
  return { status, headers, body: payload ?? JSON.stringify(content) };
}

const json = 'application/json';

function writePayload(shape: Shape, value: unknown): string | Uint8Array {
  if (value instanceof Uint8Array) return value;
  return typeof value === 'string' ? value : JSON.stringify(toJson(shape, value));
}

/** Members of an error go into the body, but for those that the model puts elsewhere. */
export const writeRestJsonFault: FaultWriter = (fault, _xmlNamespace, requestId) => {
  const response = writeResponse(fault.shape, fault.members, fault.status, requestId);
  const content: object = JSON.parse(String(response.body)) as object;
  return {
    status: fault.status,
    headers: { ...response.headers, 'x-amzn-errortype': fault.name },
    body: JSON.stringify({ [messageName(fault.shape)]: fault.message, ...content }),
  };
};
