/** Loaded before anything that reads it: the functions' logger does so when it is loaded. */
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIATARGET',
  AWS_SECRET_ACCESS_KEY: 'planted-secret-of-a-role',
  // Where nobody listens: a call that goes past the wire in memory fails its case.
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  // To the console that a test listens to.
  POWERTOOLS_DEV: 'true',
});
