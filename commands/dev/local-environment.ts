/**
 * Variables that describe Lambda's machine rather than the function, and would mislead on another: where
 * the runtime, its libraries and the layers are, and whom the runtime talks to. Source: Lambda Developer
 * Guide, "Defined runtime environment variables".
 */
const ofLambdaMachine = new Set(
  (
    'PATH LD_LIBRARY_PATH NODE_PATH PWD SHLVL LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR AWS_LAMBDA_RUNTIME_API ' +
    'AWS_XRAY_DAEMON_ADDRESS AWS_XRAY_CONTEXT_MISSING _AWS_XRAY_DAEMON_ADDRESS _AWS_XRAY_DAEMON_PORT ' +
    'AWS_LAMBDA_EXEC_WRAPPER _X_AMZN_TRACE_ID'
  ).split(' '),
);

/** Where Lambda's image has the certificates of Amazon's authorities, RDS's among them. */
const lambdaCertificates = '/var/runtime/ca-cert.pem';

/**
 * The environment of a handler on this machine: the function's own, with its role's credentials, and nothing
 * of the developer's. Whatever names the certificates of Lambda's image names a file of this machine.
 */
export function localEnvironment(
  sent: Readonly<Record<string, string>>,
  certificatesFile: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(sent)
      .filter(([name]) => !ofLambdaMachine.has(name))
      .map(([name, value]) => [name, value === lambdaCertificates ? certificatesFile : value]),
  );
}
