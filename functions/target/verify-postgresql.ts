import { connectPostgresql, postgresql } from '../shared/adapters/postgresql.ts';
import { verifyHandler } from '../shared/handler/verify.ts';

export { input } from '../shared/handler/verify.ts';

/** Verifies a restored PostgreSQL as an application would meet it. */
export const handler = verifyHandler({ connect: connectPostgresql, dialect: postgresql });
