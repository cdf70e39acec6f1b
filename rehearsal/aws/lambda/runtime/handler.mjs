import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** @typedef {(event: unknown, context: object) => unknown} Handler */

/**
 * Loads `file.export` from the task root, with the errors that AWS's runtime gives.
 * @param {string} setting the function's handler setting, such as `create-snapshot.handler`
 * @returns {Promise<Handler>}
 */
export async function loadHandler(setting) {
  const dot = setting.lastIndexOf('.');
  const base = path.resolve(String(process.env['LAMBDA_TASK_ROOT']), setting.slice(0, dot));
  const name = setting.slice(dot + 1);
  const file = ['.js', '.mjs', '.cjs'].map((it) => base + it).find((it) => existsSync(it));
  if (dot < 1 || file === undefined) {
    throw named(
      'Runtime.ImportModuleError',
      `Error: Cannot find module '${setting.slice(0, dot)}'`,
    );
  }
  const module = await importModule(file);
  const handler = module[name] ?? defaultExport(module)?.[name];
  if (typeof handler !== 'function') {
    throw named('Runtime.HandlerNotFound', `${setting} is undefined or not exported`);
  }
  if (handler.length >= 3) {
    // From Node.js 24 on, AWS's runtime takes no handler with a callback.
    throw named('Runtime.CallbackHandlerDeprecated', `${setting} takes a callback; make it async`);
  }
  return /** @type {Handler} */ (handler);
}

/**
 * @param {string} file
 * @returns {Promise<Record<string, unknown>>}
 */
async function importModule(file) {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw named('Runtime.UserCodeSyntaxError', String(error), error);
    }
    const code = /** @type {{ code?: string }} */ (error).code;
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
      throw named('Runtime.ImportModuleError', String(error), error);
    }
    throw error;
  }
}

/** @param {Record<string, unknown>} module */
function defaultExport(module) {
  return /** @type {Record<string, unknown> | undefined} */ (module['default']);
}

/**
 * @param {string} name
 * @param {string} message
 * @param {unknown} [cause]
 */
function named(name, message, cause) {
  const error = new Error(message, { cause });
  error.name = name;
  return error;
}
