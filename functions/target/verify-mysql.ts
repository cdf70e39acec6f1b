import { connectMysql, mysqlDialect } from './sql/mysql.ts';
import { verifyHandler } from './handler/verify.ts';

export { input } from './handler/verify.ts';

/** Verifies a restored MySQL as an application would meet it. */
export const handler = verifyHandler({ connect: connectMysql, dialect: mysqlDialect });
