import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import type { NamedPolicy } from '../../aws/deployment/providers/ports.ts';
import { lambdaTrust, role } from '../authorization/people.ts';
import { callsOf, deployText } from '../deployment/recording-simulator.ts';
import { callerOf } from '../services/caller.ts';
import { Exchange, producer } from './scene.ts';

/** The role that `stacks/consumer.yaml` makes for somebody who may make its endpoint again. */
class Creator {
  readonly exchange = new Exchange();
  readonly subnets = this.exchange.vpc(producer).subnets.slice(0, 2);
  #service = '';
  #template = '';

  async prepare(): Promise<void> {
    const { arn } = await this.exchange.balancer();
    const { id, name } = await this.exchange.service(arn);
    await this.exchange.permit(id, `arn:aws:iam::${producer.accountId}:root`);
    this.#service = name;
    this.#template = await readFile('stacks/consumer.yaml', 'utf8');
  }

  /**
   * Makes the endpoint as that role, with the policies that the template gives it.
   * @param change of the template, before it is deployed
   */
  async makeEndpoint(
    change: (template: string) => string = (template) => template,
    SubnetIds = this.subnets.map(({ id }) => id),
  ): Promise<unknown> {
    const vpc = this.exchange.vpc(producer);
    const group = 'sg-11111111';
    const { asked } = await deployText(
      { 'template.yaml': change(this.#template) },
      {
        VpcId: vpc.id,
        ConsumerSubnetIds: this.subnets.map(({ id }) => id).join(','),
        ClientRange: vpc.range,
        EndpointServiceName: this.#service,
        EndpointCreatorArn: `arn:aws:iam::${producer.accountId}:root`,
      },
    );
    const [[roleArn, settings] = []] = callsOf(asked, 'addRole');
    const authorizer = new Authorizer();
    const { policies } = settings as { readonly policies: readonly NamedPolicy[] };
    const creator = String(roleArn);
    authorizer.addRole(creator, { policies, managedPolicyArns: [], trustPolicy: lambdaTrust });
    const call = callerOf(this.exchange.ec2, authorizer);
    return call(role(creator), producer.region, 'CreateVpcEndpoint', {
      VpcEndpointType: 'Interface',
      VpcId: vpc.id,
      ServiceName: this.#service,
      SubnetIds,
      SecurityGroupIds: [group],
    });
  }
}

/** AWS has got past what the role may do: the group of the recorded deployment isn't there. */
const allowed = { name: 'InvalidGroup.NotFound' };

function denied(action: string) {
  return {
    name: 'UnauthorizedOperation',
    message: expect.stringContaining(`not authorized to perform: ${action}`),
  };
}

/** With a condition key that subnets haven't got for this action. */
const withVpcKey = (template: string): string =>
  template
    .replace('StringEqualsIfExists:', 'ArnEquals:')
    .replace(
      "ec2:SubnetID: !Split [',', !Ref ConsumerSubnetIds]",
      'ec2:Vpc: !Sub arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:vpc/${VpcId}',
    );

describe('the role EndpointCreator', () => {
  const creator = new Creator();
  beforeAll(() => creator.prepare());

  it('the role may make the endpoint of its stack', async () => {
    await expect(creator.makeEndpoint()).rejects.toMatchObject(allowed);
  });

  it('the role may use no other subnets', async () => {
    const others = creator.exchange.vpc(producer).subnets.slice(1, 3);
    const ids = others.map(({ id }) => id);
    await expect(creator.makeEndpoint(undefined, ids)).rejects.toMatchObject(
      denied('ec2:CreateVpcEndpoint'),
    );
  });

  // What the template had: a condition key that subnets haven't got for this action.
  it('a condition on ec2:Vpc lets the role use no subnet at all', async () => {
    await expect(creator.makeEndpoint(withVpcKey)).rejects.toMatchObject(
      denied('ec2:CreateVpcEndpoint'),
    );
  });

  it.each(['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'])(
    'without %s the role makes no endpoint',
    async (action) => {
      const old = (template: string): string =>
        template.replace(`- ${action}\n`, '- sts:GetCallerIdentity\n');
      await expect(creator.makeEndpoint(old)).rejects.toMatchObject(denied(action));
    },
  );
});
