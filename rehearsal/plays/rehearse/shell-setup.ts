import type { Simulator } from '../../aws/simulator/simulator.ts';
import { source, target } from '../scene/locations.ts';

/**
 * What a person pastes into a shell, so that the AWS CLI plays with the simulator: an operator's
 * keys of either account, and nothing of the machine's own configuration. The keys are the
 * simulator's, and mean nothing to AWS.
 */
export function shellSetup(simulator: Simulator): string {
  return [
    '',
    'The simulator stays until Ctrl-C. Its time goes on while anything is under way there, and stands',
    'still otherwise. In another shell, paste one of these, and use the AWS CLI:',
    ...Object.entries({ source, target }).map(([role, location]) => {
      const { accountId, region } = location;
      const keys = simulator.credentials.operator(accountId);
      return [
        '',
        `# the ${role} account, ${accountId}`,
        `export AWS_ENDPOINT_URL=${simulator.url} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
        `export AWS_ACCESS_KEY_ID=${keys.accessKeyId} AWS_SECRET_ACCESS_KEY=${keys.secretAccessKey}`,
        `export AWS_SESSION_TOKEN=${keys.sessionToken}`,
        'export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null',
        'export AWS_EC2_METADATA_DISABLED=true; unset AWS_PROFILE AWS_DEFAULT_PROFILE',
        // Version 1 puts AWS's own host in place of the variable for SQS; old versions don't read it.
        'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }',
      ].join('\n');
    }),
    '',
  ].join('\n');
}
