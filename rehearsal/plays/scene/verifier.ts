import type { SqlConnection } from '../../aws/databases/connection.ts';

/** The user of the database that VerifyDatabase signs in as with a token of IAM. */
export const verifier = 'verifier';

/**
 * Makes that user, with no more than a verification needs. Sources: RDS User Guide, "Creating a
 * database account using IAM authentication"; docs/adr/0011, "What it leaves".
 */
export async function makeVerifier(sql: SqlConnection): Promise<void> {
  for (const statement of statements[sql.family]) await sql.query(statement);
}

const statements = {
  postgresql: [
    `CREATE USER ${verifier}`,
    `GRANT rds_iam TO ${verifier}`,
    `GRANT CREATE ON SCHEMA public TO ${verifier}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${verifier}`,
  ],
  mysql: [
    `CREATE USER ${verifier} IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'`,
    `GRANT SELECT, INSERT, CREATE, DROP ON understudy_verification.* TO ${verifier}`,
    `GRANT SELECT ON shop.* TO ${verifier}`,
  ],
} as const;
