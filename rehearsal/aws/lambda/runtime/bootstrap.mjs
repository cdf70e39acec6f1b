/**
 * What runs in an execution environment before the function's own code: the part that AWS's Node.js
 * runtime plays. It runs the deployed bundle unmodified, under the simulator's time and names.
 */
import { keepToTheSimulator } from './isolation.mjs';
import { loadHandler } from './handler.mjs';
import { describeError, RuntimeApi } from './runtime-api-client.mjs';
import { runOn } from './virtual-time.mjs';

// Nobody reads what it writes any more: the simulator is gone.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(1));

const api = new RuntimeApi(String(process.env['AWS_LAMBDA_RUNTIME_API']));
const time = runOn(api);
keepToTheSimulator(api);

/** The invocation under way, for errors that no handler catches. */
let requestId = '';

/** Ends the process as AWS's runtime does: the invocation fails with the error, then it exits. */
const crash = async (/** @type {unknown} */ error, /** @type {number} */ code) => {
  try {
    await (requestId === '' ? api.initError(error) : api.error(requestId, error));
  } finally {
    process.exit(code);
  }
};
process.on('uncaughtException', (error) => void crash(error, 129));
process.on('unhandledRejection', (reason) => {
  const { errorType, errorMessage } = describeError(reason);
  const error = new Error(`${errorType}: ${errorMessage}`, { cause: reason });
  error.name = 'Runtime.UnhandledPromiseRejection';
  void crash(error, 128);
});

time.set(await api.now());
const handler = await loadHandler(String(process.env['_HANDLER'])).catch(async (error) => {
  await api.initError(error);
  return process.exit(1);
});

for (;;) {
  const invocation = await api.next();
  requestId = invocation.requestId;
  time.set(invocation.now);
  process.env['_X_AMZN_TRACE_ID'] = invocation.traceId;
  try {
    const context = {
      awsRequestId: requestId,
      invokedFunctionArn: invocation.functionArn,
      functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
      functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
      memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
      logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
      logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, invocation.deadline - Date.now()),
    };
    const result = await handler(JSON.parse(invocation.payload), context);
    await api.response(requestId, result);
  } catch (error) {
    await api.error(requestId, error);
  }
  requestId = '';
}
