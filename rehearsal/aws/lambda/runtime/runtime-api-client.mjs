import http from 'node:http';

/**
 * One invocation as the Runtime API hands it out.
 * @typedef {object} Invocation
 * @property {string} requestId
 * @property {string} functionArn
 * @property {string} traceId
 * @property {number} deadline virtual milliseconds since the epoch
 * @property {number} now virtual milliseconds since the epoch
 * @property {string} payload JSON
 */

/** @typedef {{ headers: http.IncomingHttpHeaders, status: number, body: string }} Answer */

const VERSION = '/2018-06-01/runtime';

/** Precedes a request's id on both output streams: what was logged before it belongs to it. */
const END_OF_OUTPUT = '\0end:';

/**
 * Lambda's Runtime API (`runtimes-api.html`), and what the simulator adds to it: time and names.
 */
export class RuntimeApi {
  #host;
  #port;
  #prefix;
  #agent = new http.Agent({ keepAlive: true });

  /** @param {string} address `host:port/environment` */
  constructor(address) {
    const url = new URL(`http://${address}`);
    this.#host = url.hostname;
    this.#port = url.port;
    this.#prefix = url.pathname;
  }

  /** @returns {Promise<Invocation>} */
  async next() {
    const { headers, body } = await this.#call('GET', `${VERSION}/invocation/next`);
    return {
      requestId: String(headers['lambda-runtime-aws-request-id']),
      functionArn: String(headers['lambda-runtime-invoked-function-arn']),
      traceId: String(headers['lambda-runtime-trace-id']),
      deadline: Number(headers['lambda-runtime-deadline-ms']),
      now: Number(headers['simulator-now-ms']),
      payload: body,
    };
  }

  /**
   * @param {string} requestId
   * @param {unknown} result
   */
  async response(requestId, result) {
    const body = JSON.stringify(result === undefined ? null : result);
    endOutput(requestId);
    await this.#call('POST', `${VERSION}/invocation/${requestId}/response`, body);
  }

  /**
   * @param {string} requestId
   * @param {unknown} error
   */
  async error(requestId, error) {
    endOutput(requestId);
    const body = JSON.stringify(describeError(error));
    await this.#call('POST', `${VERSION}/invocation/${requestId}/error`, body);
  }

  /** @param {unknown} error */
  async initError(error) {
    endOutput('init');
    await this.#call('POST', `${VERSION}/init/error`, JSON.stringify(describeError(error)));
  }

  /** @returns {Promise<number>} virtual milliseconds since the epoch */
  async now() {
    const { body } = await this.#call('GET', '/simulator/now');
    return Number(body);
  }

  /**
   * Lets virtual time pass.
   * @param {number} milliseconds
   */
  async sleep(milliseconds) {
    await this.#call('POST', '/simulator/sleep', String(milliseconds));
  }

  /**
   * Asks the simulator's resolver.
   * @param {string} host
   * @returns {Promise<readonly string[]>} none when it has no such name
   */
  async resolve(host) {
    const { body } = await this.#call('GET', `/simulator/names/${encodeURIComponent(host)}`);
    return JSON.parse(body);
  }

  /**
   * Asks the simulator's network what becomes of a connection.
   * @param {string} address
   * @param {number} port
   * @returns {Promise<import('../../contracts.ts').Reached>}
   */
  async reach(address, port) {
    const { body } = await this.#call('GET', `/simulator/routes/${address}/${port}`);
    return JSON.parse(body);
  }

  /**
   * Whether a request is one of the runtime's own.
   * @param {{ path?: string }} request
   */
  isOwn(request) {
    return request.path?.startsWith(`${this.#prefix}/`) ?? false;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {string} [body]
   * @returns {Promise<Answer>}
   */
  #call(method, path, body = '') {
    return new Promise((resolve) => {
      const request = http.request({
        host: this.#host,
        port: this.#port,
        method,
        path: this.#prefix + path,
        agent: this.#agent,
      });
      // The simulator is gone: nobody is left to serve.
      request.on('error', () => process.exit(1));
      request.on('response', (response) => {
        const chunks = /** @type {Buffer[]} */ ([]);
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', () => process.exit(1));
        response.on('end', () => {
          const { headers, statusCode: status = 0 } = response;
          resolve({ headers, status, body: Buffer.concat(chunks).toString() });
        });
      });
      request.end(body);
    });
  }
}

/**
 * An error as Lambda reports it. What was thrown need not be an Error.
 * @param {unknown} error
 * @returns {{ errorType: string, errorMessage: string, trace: string[] }}
 */
export function describeError(error) {
  if (typeof error === 'object' && error !== null && 'name' in error) {
    const { name, message, stack } =
      /** @type {{ name: string, message?: string, stack?: string }} */ (error);
    return {
      errorType: name,
      errorMessage: message ?? '',
      trace: (stack ?? '').split('\n'),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

/** @param {string} requestId */
function endOutput(requestId) {
  process.stdout.write(`${END_OF_OUTPUT}${requestId}\n`);
  process.stderr.write(`${END_OF_OUTPUT}${requestId}\n`);
}
