/**
 * What a person has set for AWS, databases and networks at large: the SDK, the drivers and Node read these by
 * themselves, whatever a program gives them. A test holds this against what their sources read.
 */
const ofThePerson = [
  /^_?AWS_/,
  /^_X_AMZN_/,
  /^(?:LAMBDA|POWERTOOLS)_/,
  /^(?:PG|MYSQL|MARIADB)/,
  /^(?:all|ftp|https?|no)_proxy$/i,
  /^(?:NODE_USE_ENV_PROXY|NODE_TLS_REJECT_UNAUTHORIZED)$/,
];

/**
 * The environment of a command that stays on this machine: the person's own but for what would reach its
 * stage, and without the files of ~/.aws.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function stageEnvironment(env) {
  const kept = Object.entries(env).filter(([name]) => !ofThePerson.some((own) => own.test(name)));
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    // Which Node runs the rehearsal is no concern of its reader.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
