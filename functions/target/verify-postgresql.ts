import { connectPostgresql, postgresql } from './sql/postgresql.ts';
import { verifyHandler } from './handler/verify.ts';

export { input } from './handler/verify.ts';

/** Verifies a restored PostgreSQL as an application would meet it. */
export const handler = verifyHandler({ connect: connectPostgresql, dialect: postgresql });
