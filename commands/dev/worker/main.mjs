/**
 * What runs in a worker: the part that Lambda's Node.js runtime plays, for one execution environment of the
 * deployed function. It gets a handler's bundle and export as arguments, and events from the command.
 */
import { pathToFileURL } from 'node:url';

/**
 * @typedef {object} Run
 * @property {unknown} event
 * @property {Record<string, unknown>} context
 * @property {number} deadline milliseconds since the epoch, by this machine's clock
 */

// Ctrl-C is for the command, which lets what is under way end.
process.on('SIGINT', () => {});
// The command is gone: nobody takes an answer.
process.on('disconnect', () => process.exit(1));
process.on('uncaughtException', (error) => crash(error));
process.on('unhandledRejection', (reason) => {
  const { errorType, errorMessage } = describe(reason);
  const error = new Error(`${errorType}: ${errorMessage}`, { cause: reason });
  error.name = 'Runtime.UnhandledPromiseRejection';
  crash(error);
});

const [, , file = '', name = ''] = process.argv;
const { [name]: handler } = await import(pathToFileURL(file).href);
if (typeof handler !== 'function') {
  const error = new Error(`${name} is undefined or not exported`);
  error.name = 'Runtime.HandlerNotFound';
  crash(error);
}

process.on('message', (/** @type {Run} */ run) => void perform(run));
process.send?.({ kind: 'ready' });

/** @param {Run} run */
async function perform({ event, context, deadline }) {
  try {
    const result = await handler(event, {
      ...context,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
    // As Lambda does: what JSON leaves out is null.
    process.send?.({ kind: 'result', result: result === undefined ? null : result });
  } catch (error) {
    process.send?.({ kind: 'failure', error: describe(error) });
  }
}

/** @param {unknown} error */
function crash(error) {
  process.send?.({ kind: 'failure', error: describe(error) }, () => process.exit(1));
}

/**
 * An error as Lambda reports it. What was thrown need not be an Error.
 * @param {unknown} error
 * @returns {import('../ports/functions.ts').FunctionError}
 */
function describe(error) {
  if (typeof error === 'object' && error !== null && 'name' in error) {
    const {
      name: errorType,
      message = '',
      stack = '',
    } = /** @type {{ name: string, message?: string, stack?: string }} */ (error);
    return { errorType, errorMessage: message, trace: stack.split('\n') };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}
