import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Context } from 'aws-lambda';
import type { Credentials } from '../../../functions/shared/adapters/sql/login.ts';
import { NotAnswering } from '../../../functions/target/ports/sql.ts';
import type { Connect, SqlConnection } from '../../../functions/target/ports/sql.ts';
import { environmentVariables } from '../../aws/lambda/environment-variables.ts';
import type { DeployedFunction } from '../../aws/lambda/function-settings.ts';

/** A function's handler, as Lambda calls it. */
export type Handler = (event: unknown, context: Context) => Promise<unknown>;

/** How VerifyDatabase reaches the databases of the simulator. */
export interface Sql {
  /** @returns the volume that answers at a host; undefined is silence */
  volumeAt(host: string): string | undefined;
  /** A connection to the server on that volume. */
  connect(volume: string, host: string, credentials: Credentials): Promise<SqlConnection>;
}

/** Quiet, so that a campaign's thousands of runs don't fill the terminal. */
const quiet = { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' };

/**
 * The functions' own handlers, imported into this process, each under the environment that the
 * deployed template gives it. VerifyDatabase is made from its own parts, with a connection of the
 * campaign's engine in place of its driver's.
 */
export class FunctionModules {
  readonly #scenario: string;
  readonly #sql: Sql;
  readonly #handlers = new Map<string, Promise<Handler>>();

  /** @param scenario tells modules apart that read another environment */
  constructor(scenario: string, sql: Sql) {
    this.#scenario = scenario;
    this.#sql = sql;
  }

  handlerOf(deployed: DeployedFunction): Promise<Handler> {
    const known = this.#handlers.get(deployed.arn) ?? this.#load(deployed);
    this.#handlers.set(deployed.arn, known);
    return known;
  }

  async #load(deployed: DeployedFunction): Promise<Handler> {
    const variables = environmentVariables(deployed, {
      credentials: { accessKeyId: 'in-process', secretAccessKey: 'none', sessionToken: 'none' },
      runtimeApi: 'none',
      endpointUrl: 'http://127.0.0.1',
      logStreamName: 'campaign',
    });
    const before = { ...process.env };
    // Modules read their environment when they are loaded.
    Object.assign(process.env, variables, quiet);
    try {
      return await this.#import(deployed);
    } finally {
      for (const name of Object.keys(variables)) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      Object.assign(process.env, {
        AWS_ACCESS_KEY_ID: 'in-process',
        AWS_SECRET_ACCESS_KEY: 'none',
        AWS_ENDPOINT_URL: 'http://127.0.0.1',
      });
    }
  }

  async #import(deployed: DeployedFunction): Promise<Handler> {
    const name = deployed.handler.replace(/\.handler$/, '');
    if (/^verify-\w+$/.test(name)) return this.#verifyHandler();
    const file = pathToFileURL(path.join(deployed.codeDirectory, `${name}.ts`));
    // Two stacks of one template read two environments.
    const query = `scenario=${this.#scenario}&function=${deployed.name}`;
    const module = (await import(`${file.href}?${query}`)) as {
      readonly handler: Handler;
    };
    return module.handler;
  }

  async #verifyHandler(): Promise<Handler> {
    const { verifyHandler } = await import('../../../functions/target/handler/verify.ts');
    const { postgresql } = await import('../../../functions/target/sql/postgresql.ts');
    const sql = this.#sql;
    return verifyHandler({
      dialect: postgresql,
      connect:
        (login): Connect =>
        async (endpoint) => {
          const { host } = endpoint;
          const volume = sql.volumeAt(host);
          if (volume === undefined) throw new NotAnswering("the name doesn't resolve");
          return sql.connect(volume, host, await login(endpoint));
        },
    });
  }
}
