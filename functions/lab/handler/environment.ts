import * as z from 'zod/mini';
import { rdsAuthorities } from '../../shared/adapters/sql/authorities.ts';
import { readEnvironment } from '../../shared/handler/environment.ts';
import { count } from '../../shared/rules/formats.ts';
import { Engine } from '../rules/engine.ts';
import type { ConnectionSettings } from '../sql/connections.ts';
import { loginsOf } from '../sql/logins.ts';
import { proxyAuthorities } from '../sql/proxy-authorities.ts';

const text = z.string().check(z.minLength(1));

/** What both functions of the lab are told; they know the same database. */
export function readLab() {
  return readEnvironment({
    ENGINE: Engine,
    DATABASE_NAME: text,
    DATABASE_PORT: count(1),
    DIRECT_HOST: text,
    NLB_HOST: z.string(),
    PROXY_HOST: z.string(),
    DATABASE_USER: text,
    MASTER_SECRET_ARN: z.string().check(z.startsWith('arn:')),
    LOGIN: z.enum(['iam', 'secret']),
    DATABASE_CA_FILE: text,
  });
}

/** How connections are opened in one invocation: a secret that was read in it counts for it alone. */
export function connectionsOf(lab: ReturnType<typeof readLab>): ConnectionSettings {
  const hosts = { direct: lab.DIRECT_HOST, nlb: lab.NLB_HOST, proxy: lab.PROXY_HOST };
  const port = lab.DATABASE_PORT;
  return {
    engine: lab.ENGINE,
    hosts,
    port,
    authorities: {
      cluster: rdsAuthorities(lab.DATABASE_CA_FILE),
      proxy: proxyAuthorities(lab.DATABASE_CA_FILE),
    },
    logins: loginsOf({
      region: lab.AWS_REGION,
      hosts,
      port,
      database: lab.DATABASE_NAME,
      user: lab.DATABASE_USER,
      masterSecretArn: lab.MASTER_SECRET_ARN,
      login: lab.LOGIN,
    }),
  };
}
