import { bodyOf, type Frame } from './frames.ts';

/** An error as PostgreSQL's protocol tells it. */
export interface Refusal {
  readonly severity: 'ERROR' | 'FATAL';
  /** SQLSTATE. */
  readonly code: string;
  readonly message: string;
}

/** A message of a type with a body. */
export function message(type: string, ...parts: readonly (string | Buffer)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)),
  );
  const header = Buffer.alloc(5);
  header.write(type, 0, 'latin1');
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/**
 * Both severities: the one in the server's language, and the one in none.
 * @param more fields, each with its letter
 */
export function errorResponse(
  { severity, code, message: text }: Refusal,
  ...more: readonly string[]
): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${text}`, ...more];
  return message('E', ...fields, Buffer.from([0]));
}

/** What an ErrorResponse says. */
export function readError(frame: Frame): Refusal {
  const fields = new Map(
    bodyOf(frame)
      .toString('utf8')
      .split('\0')
      .map((field) => [field.slice(0, 1), field.slice(1)] as const),
  );
  return {
    severity: fields.get('V') === 'ERROR' ? 'ERROR' : 'FATAL',
    code: fields.get('C') ?? 'XX000',
    message: fields.get('M') ?? 'no message',
  };
}

/** Source: PostgreSQL documentation, "Message Formats", Authentication…. */
export const authentication = {
  ok: message('R', int32(0)),
  clearText: message('R', int32(3)),
  md5: (salt: Buffer): Buffer => message('R', int32(5), salt),
  sasl: (...mechanisms: readonly string[]): Buffer =>
    message('R', int32(10), ...mechanisms, Buffer.from([0])),
  saslContinue: (data: string): Buffer => message('R', int32(11), Buffer.from(data)),
  saslFinal: (data: string): Buffer => message('R', int32(12), Buffer.from(data)),
} as const;

export function parameterStatus(name: string, value: string): Buffer {
  return message('S', name, value);
}

export function readyForQuery(status: 'I' | 'T' | 'E'): Buffer {
  return message('Z', Buffer.from(status));
}

/** The request codes of messages without a type. Source: "Message Formats", StartupMessage and the rest. */
export const startupCodes = {
  version3: 0x3_0000,
  cancel: 80_877_102,
  tls: 80_877_103,
  gssapi: 80_877_104,
} as const;

/** A message without a type, as the first ones of a connection are. */
export interface StartupPacket {
  readonly code: number;
  readonly body: Buffer;
}

/** Longer ones are nobody's: PostgreSQL refuses them as well (MAX_STARTUP_PACKET_LENGTH). */
const longestStartup = 10_000;

/** @returns undefined until it is whole; the text of what is wrong with it */
export function readStartup(
  bytes: Buffer,
): { readonly packet: StartupPacket; readonly size: number } | string | undefined {
  if (bytes.length < 8) return undefined;
  const size = bytes.readInt32BE(0);
  if (size < 8 || size > longestStartup) return 'invalid length of startup packet';
  if (bytes.length < size) return undefined;
  return { packet: { code: bytes.readInt32BE(4), body: bytes.subarray(8, size) }, size };
}

export function startup(code: number, parameters: Readonly<Record<string, string>> = {}): Buffer {
  const body = Buffer.concat([
    int32(code),
    ...Object.entries(parameters)
      .flat()
      .map((text) => Buffer.from(`${text}\0`)),
    ...(code === startupCodes.version3 ? [Buffer.from([0])] : []),
  ]);
  return Buffer.concat([int32(body.length + 4), body]);
}

/** The names and values of a StartupMessage. */
export function startupParameters(body: Buffer): Map<string, string> {
  const texts = body.toString('utf8').split('\0');
  const parameters = new Map<string, string>();
  for (let index = 0; index + 1 < texts.length && texts[index] !== ''; index += 2) {
    parameters.set(texts[index] ?? '', texts[index + 1] ?? '');
  }
  return parameters;
}
