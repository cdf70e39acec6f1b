import { AwsError } from '../contracts.ts';

/** Largest payloads in bytes (API reference, Invoke). */
const largestPayload = { RequestResponse: 6_291_456, Event: 1_048_576 } as const;

/** @throws AwsError `RequestTooLargeException` */
export function requireSize(body: string, type: keyof typeof largestPayload): void {
  const bytes = Buffer.byteLength(body);
  const limit = largestPayload[type];
  if (bytes <= limit) return;
  throw new AwsError(
    'RequestTooLargeException',
    `${bytes} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
    413,
  );
}
