import { expect, it } from '@jest/globals';
import { localEnvironment } from '../../../commands/dev/local-environment.ts';

it("a handler has the function's variables, and none that describe Lambda's machine", () => {
  const own = {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'ASIA1',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
    AWS_LAMBDA_FUNCTION_NAME: 'lab-Probe',
    NODE_OPTIONS: '--enable-source-maps',
    ENGINE: 'aurora-postgresql',
  };
  const ofLambda = {
    PATH: '/var/lang/bin',
    LD_LIBRARY_PATH: '/var/lang/lib',
    NODE_PATH: '/opt/nodejs/node_modules',
    LAMBDA_TASK_ROOT: '/var/task',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001',
    AWS_XRAY_DAEMON_ADDRESS: '169.254.79.129:2000',
    AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper',
  };

  expect(localEnvironment({ ...own, ...ofLambda }, '/tmp/ca.pem')).toEqual(own);
});

it("whatever names the certificates of Lambda's image names this machine's", () => {
  const sent = {
    DATABASE_CA_FILE: '/var/runtime/ca-cert.pem',
    NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
  };

  expect(localEnvironment(sent, '/tmp/ca.pem')).toEqual({
    DATABASE_CA_FILE: '/tmp/ca.pem',
    NODE_EXTRA_CA_CERTS: '/tmp/ca.pem',
  });
});
