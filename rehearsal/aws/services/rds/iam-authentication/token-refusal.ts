/** What of a token is looked at, in this order. */
export const refusalReasons = [
  'shape',
  'action',
  'host',
  'port',
  'user',
  'region',
  'key',
  'session',
  'signature',
  'age',
  'permission',
] as const;

/**
 * Why a token lets nobody in. A database tells the client nothing of it; RDS writes it to a log,
 * `iam-db-auth-error` (RDS User Guide, "Troubleshooting for IAM DB authentication").
 */
export interface TokenRefusal {
  readonly reason: (typeof refusalReasons)[number];
  /** A sentence, with nothing secret in it. */
  readonly message: string;
}
