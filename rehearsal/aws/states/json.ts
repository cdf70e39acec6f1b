/** A JSON value, as states pass it on. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a parsed value is a JSON object (not null, not an array). */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Size of a value in bytes, as Step Functions counts payloads: UTF-8 of its compact JSON. */
export function payloadBytes(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}
