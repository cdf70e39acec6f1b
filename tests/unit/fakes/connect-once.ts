import { rdsAuthorities } from '../../../functions/shared/adapters/sql/authorities.ts';
import { connectMysql } from '../../../functions/target/sql/mysql.ts';
import { connectPostgresql } from '../../../functions/target/sql/postgresql.ts';

/** Connects as a function does, in a process that trusts whom its environment says. */
const [engine, port, bundle] = process.argv.slice(2);
const connect = engine === 'mysql' ? connectMysql : connectPostgresql;
const login = () =>
  Promise.resolve({ kind: 'token' as const, user: 'verifier', password: 'the-live-password' });

await connect(
  login,
  rdsAuthorities(`${bundle}`),
)({ host: 'localhost', port: Number(port) }).then(
  () => console.log('let in'),
  (error: Error) => console.log(`${error.name}: ${error.message}`),
);
process.exit(0);
