import type {
  DBProxy,
  DBProxyEndpoint,
  DBProxyTarget,
  DescribeDBProxiesResponse,
  DescribeDBProxyEndpointsResponse,
  DescribeDBProxyTargetsResponse,
} from '@aws-sdk/client-rds';
import { AwsError } from '../../../aws/contracts.ts';
import type { RdsParts } from '../../../aws/services/rds/rds.ts';
import { minute, Simulator, targetLocation as place } from '../simulator.ts';

/** The subnets of the place's default VPC, in three zones. */
export function subnetsOf(simulator: Simulator): string[] {
  return simulator.network.vpcs.default(place).subnets.map(({ id }) => id);
}

const secretArn = 'arn:aws:secretsmanager:eu-central-1:222222222222:secret:orders-abcdef';
export const roleArn = 'arn:aws:iam::222222222222:role/proxy';

/** A request for a proxy that is made, with other members than usual. */
export function proxyRequest(simulator: Simulator, name: string, more: object = {}): object {
  return {
    DBProxyName: name,
    EngineFamily: 'POSTGRESQL',
    Auth: [{ AuthScheme: 'SECRETS', SecretArn: secretArn, IAMAuth: 'REQUIRED' }],
    RoleArn: roleArn,
    VpcSubnetIds: subnetsOf(simulator),
    ...more,
  };
}

/** RDS with somebody who reads secrets for proxies. */
export class ProxyScene {
  readonly simulator: Simulator;
  /** What the secrets hold; an error where they can't be read. */
  readonly secret = { text: '{"username":"keeper","password":"correct horse"}', error: '' };

  constructor(options: Partial<RdsParts> = {}) {
    this.simulator = new Simulator({
      proxySecrets: async () => {
        if (this.secret.error !== '')
          throw new AwsError('AccessDeniedException', this.secret.error);
        return this.secret.text;
      },
      ...options,
    });
  }

  call<T = Record<string, never>>(operation: string, input: object = {}): Promise<T> {
    return this.simulator.call<T>(place, operation, input);
  }

  /** Asks for a proxy, and waits until it is available. */
  async proxy(name = 'front', more: object = {}): Promise<void> {
    await this.call('CreateDBProxy', proxyRequest(this.simulator, name, more));
    await this.simulator.until(async () =>
      (await this.described(name))?.Status === 'available' ? true : undefined,
    );
  }

  /** A proxy that has reached its target. */
  async proxyOf(target: object, name = 'front', more: object = {}): Promise<void> {
    await this.proxy(name, more);
    await this.call('RegisterDBProxyTargets', { DBProxyName: name, ...target });
    await this.simulator.pass(10 * minute);
  }

  async described(name = 'front'): Promise<DBProxy | undefined> {
    const { DBProxies } = await this.call<DescribeDBProxiesResponse>('DescribeDBProxies');
    return DBProxies?.find((one) => one.DBProxyName === name);
  }

  async targets(name = 'front'): Promise<DBProxyTarget[]> {
    const input = { DBProxyName: name };
    const answer = await this.call<DescribeDBProxyTargetsResponse>('DescribeDBProxyTargets', input);
    return answer.Targets ?? [];
  }

  /** The health of each instance. */
  async health(name = 'front') {
    const found = await this.targets(name);
    return found.filter(({ Type }) => Type === 'RDS_INSTANCE').map((one) => one.TargetHealth);
  }

  async endpoints(input: object = {}): Promise<DBProxyEndpoint[]> {
    const answer = await this.call<DescribeDBProxyEndpointsResponse>(
      'DescribeDBProxyEndpoints',
      input,
    );
    return answer.DBProxyEndpoints ?? [];
  }
}
