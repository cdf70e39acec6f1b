import type { CreateClientVpnEndpointRequest } from '@aws-sdk/client-ec2';
import { AwsError } from '../../contracts.ts';
import type { Location } from '../../contracts.ts';
import { readRange } from '../../network/ranges.ts';
import { notSimulated } from '../typed-operation.ts';
import type { ClientVpn } from './client-vpn.ts';

type Settings = Pick<
  ClientVpn,
  | 'clientRange'
  | 'serverCertificateArn'
  | 'rootCertificateArn'
  | 'protocol'
  | 'port'
  | 'splitTunnel'
  | 'log'
>;

/**
 * What a request says of a new endpoint. Source of ranges, ports and defaults: the SDK's model,
 * CreateClientVpnEndpoint. Which code AWS answers with isn't documented: the common one.
 * @throws AwsError `InvalidParameterValue`, `MissingParameter`
 */
export function readClientVpn(input: CreateClientVpnEndpointRequest, place: Location): Settings {
  const range = readRange(input.ClientCidrBlock ?? '');
  if (range === undefined || range.length < 12 || range.length > 22) {
    throw invalid(
      `Client CIDR range must have a size of at least /22 and must not be greater than /12. Found: ${input.ClientCidrBlock}`,
    );
  }
  const { TransportProtocol: protocol = 'udp', VpnPort: port = 443 } = input;
  if (port !== 443 && port !== 1194) throw invalid(`VpnPort must be 443 or 1194. Found: ${port}`);
  return {
    clientRange: range.range,
    serverCertificateArn: certificate(input.ServerCertificateArn, place),
    rootCertificateArn: certificate(rootCertificate(input), place),
    protocol,
    port,
    splitTunnel: input.SplitTunnel ?? false,
    log: readLog(input),
  };
}

function rootCertificate({ AuthenticationOptions: options }: CreateClientVpnEndpointRequest) {
  const [only, ...more] = options ?? [];
  if (only === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain AuthenticationOptions');
  }
  if (more.length > 0 || only.Type !== 'certificate-authentication') {
    throw notSimulated('Client VPN but with certificates alone');
  }
  return only.MutualAuthentication?.ClientRootCertificateChainArn;
}

/** Of Certificate Manager in the endpoint's Region. Source: Client VPN guide, "Mutual authentication". */
function certificate(arn: string | undefined, { region }: Location): string {
  if (arn === undefined) {
    throw new AwsError('MissingParameter', 'Mutual authentication needs both certificates');
  }
  if (new RegExp(`^arn:aws[a-z-]*:acm:${region}:\\d{12}:certificate/`).test(arn)) return arn;
  throw invalid(`Certificate ${arn} does not exist in ${region}`);
}

function readLog({ ConnectionLogOptions: log }: CreateClientVpnEndpointRequest): Settings['log'] {
  if (log?.Enabled !== true) return undefined;
  if (log.CloudwatchLogGroup !== undefined) {
    return { group: log.CloudwatchLogGroup, stream: log.CloudwatchLogStream };
  }
  throw new AwsError('MissingParameter', 'Connection logging needs a CloudwatchLogGroup');
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
