/**
 * Whether a failed connection means "nobody there yet": the name doesn't resolve, nobody listens, or
 * the server is still starting. A refused login is no silence.
 */
export function isSilence(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return silent.has(code) || /timeout|terminated|ended unexpectedly/i.test(error.message);
}

const silent = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  // PostgreSQL: the server is starting up or shutting down.
  '57P03',
  '57P01',
]);
