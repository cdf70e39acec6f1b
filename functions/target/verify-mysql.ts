import { connectMysql, mysqlDialect } from '../shared/adapters/mysql.ts';
import { verifyHandler } from '../shared/handler/verify.ts';

export { input } from '../shared/handler/verify.ts';

/** Verifies a restored MySQL as an application would meet it. */
export const handler = verifyHandler({ connect: connectMysql, dialect: mysqlDialect });
