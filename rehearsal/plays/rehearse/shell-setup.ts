import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { source, target } from '../scene/locations.ts';

/**
 * A program called `aws` before the real one: version 1 puts AWS's own host in place of the variable for
 * SQS, and old versions don't read it. It is found by scripts and by `xargs`, too, as no function of a
 * shell is.
 */
const wrapper = `#!/bin/sh
: "\${AWS_ENDPOINT_URL:?paste the block of npm run rehearse -- --stay first}"
if [ -n "$UNDERSTUDY_AWS" ]; then
  echo 'expected the AWS CLI to be installed, found no other program called aws' >&2
  exit 127
fi
here=$(dirname "$0")
PATH=$(printf %s ":$PATH:" | sed "s|:$here:|:|g; s|^:||; s|:$||")
export PATH UNDERSTUDY_AWS=1
exec aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"
`;

/** Settings of a person that the CLI and the SDKs would read besides. Source: AWS SDKs and Tools Reference Guide, "Environment variables". */
const unset = [
  'AWS_PROFILE AWS_DEFAULT_PROFILE AWS_CA_BUNDLE AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
];

/**
 * What a person pastes into a shell, so that the AWS CLI plays with the simulator: an operator's
 * keys of either account, and nothing of the machine's own configuration. The keys are the
 * simulator's, and mean nothing to AWS.
 * @param cacheDirectory of the project, where the program is kept
 */
export async function shellSetup(simulator: Simulator, cacheDirectory: string): Promise<string> {
  const programs = path.join(cacheDirectory, 'bin');
  const program = path.join(programs, 'aws');
  await mkdir(programs, { recursive: true });
  await writeFile(program, wrapper);
  await chmod(program, 0o755);
  return [
    '',
    'The simulator stays until Ctrl-C. Its time goes on while anything is under way',
    'there, and stands still otherwise. In another shell, paste one of these, and use',
    'the AWS CLI, also in scripts and by xargs. A program that is called by its full',
    'path, and other SDKs, follow AWS_ENDPOINT_URL if they are recent enough to read it.',
    ...Object.entries({ source, target }).map(([role, location]) => {
      const { accountId, region } = location;
      const keys = simulator.credentials.operator(accountId);
      return [
        '',
        `# the ${role} account, ${accountId}`,
        `unset ${unset.join(' \\\n  ')}`,
        // Of single services; Bourne shells and zsh know no other way that they share.
        'unset $(env | sed -n "s/^\\(AWS_ENDPOINT_URL_[A-Z0-9_]*\\)=.*/\\1/p") AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
        `export AWS_ENDPOINT_URL=${simulator.url}`,
        `export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
        `export AWS_ACCESS_KEY_ID=${keys.accessKeyId} AWS_SECRET_ACCESS_KEY=${keys.secretAccessKey}`,
        `export AWS_SESSION_TOKEN=${keys.sessionToken}`,
        'export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null',
        'export AWS_EC2_METADATA_DISABLED=true',
        'export AWS_USE_FIPS_ENDPOINT=false AWS_USE_DUALSTACK_ENDPOINT=false',
        'export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost',
        `case ":$PATH:" in *':${programs}:'*) ;; *) export PATH='${programs}':"$PATH" ;; esac`,
      ].join('\n');
    }),
    '',
  ].join('\n');
}
