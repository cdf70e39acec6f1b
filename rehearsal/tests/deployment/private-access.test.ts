import { describe, expect, it } from '@jest/globals';
import { callsOf, deployText, source } from './recording-simulator.ts';

const balancing = `
Resources:
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Name: access
      Type: network
      Scheme: internal
      Subnets: [subnet-1, subnet-2]
      SecurityGroups: [sg-1]
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off'
      LoadBalancerAttributes: [{ Key: load_balancing.cross_zone.enabled, Value: true }]
  Group:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      Name: writer
      TargetType: ip
      Protocol: TCP
      Port: 5432
      VpcId: vpc-1
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Protocol: TCP
      Port: 5432
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Group }]
Outputs:
  Dimension: { Value: !Join [' ', [!GetAtt Group.TargetGroupFullName, !GetAtt Balancer.LoadBalancerFullName]] }
  Name: { Value: !GetAtt Group.TargetGroupName }
`;

describe('load balancing resources', () => {
  it('a load balancer is referred to by ARN and gives the names that alarms use', async () => {
    const { asked, stack } = await deployText({ 'template.yaml': balancing });
    expect(callsOf(asked, 'createLoadBalancer')[0]).toEqual([
      source,
      {
        name: 'access',
        type: 'network',
        scheme: 'internal',
        ipAddressType: 'ipv4',
        subnetIds: ['subnet-1', 'subnet-2'],
        securityGroupIds: ['sg-1'],
        enforceOnPrivateLink: 'off',
        attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
      },
    ]);
    expect(callsOf(asked, 'createListener')[0]).toEqual([
      source,
      {
        balancerArn: expect.stringContaining(':loadbalancer/net/access/1'),
        protocol: 'TCP',
        port: 5432,
        forwards: [{ TargetGroupArn: expect.stringContaining(':targetgroup/writer/1'), Weight: 1 }],
        attributes: [],
      },
    ]);
    expect(stack.outputs).toEqual({
      Dimension: 'targetgroup/writer/1 net/access/1',
      Name: 'writer',
    });
  });

  it('a listener may send to several groups by their weights', async () => {
    const several = `{ Type: forward, ForwardConfig: { TargetGroups: [
          { TargetGroupArn: !Ref Group }, { TargetGroupArn: spare, Weight: 0 }] } }`;
    const { asked } = await deployText({
      'template.yaml': balancing.replace('{ Type: forward, TargetGroupArn: !Ref Group }', several),
    });
    expect(callsOf(asked, 'createListener')[0]?.[1]).toMatchObject({
      forwards: [
        { TargetGroupArn: expect.stringContaining(':targetgroup/writer/1'), Weight: 1 },
        { TargetGroupArn: 'spare', Weight: 0 },
      ],
    });
  });
});

const endpoint = (type: string): string => `
Resources:
  Endpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties: { VpcId: vpc-1, ${type} }
Outputs:
  EndpointName: { Value: !Select [0, !GetAtt Endpoint.DnsEntries] }
`;

describe('the names of an endpoint', () => {
  it('an interface endpoint has names to select from', async () => {
    const { stack } = await deployText({
      'template.yaml': endpoint('VpcEndpointType: Interface, ServiceName: s'),
    });
    expect(stack.outputs).toEqual({ EndpointName: 'Z1:vpce.example' });
  });

  // What the stack consumer did with AccessWay=lattice.
  it('a resource endpoint has none, so that a template which selects one is refused', async () => {
    const resource = 'VpcEndpointType: Resource, ResourceConfigurationArn: arn:r';
    await expect(deployText({ 'template.yaml': endpoint(resource) })).rejects.toThrow(
      'Fn::Select cannot select nonexistent value at index 0',
    );
  });
});

describe('private DNS names', () => {
  it('a private name is an alias record in a hosted zone of VPCs', async () => {
    const { asked } = await deployText({
      'template.yaml': `
Resources:
  Zone:
    Type: AWS::Route53::HostedZone
    Properties: { Name: orders.db, VPCs: [{ VPCId: vpc-1, VPCRegion: eu-west-1 }] }
  Record:
    Type: AWS::Route53::RecordSet
    Properties:
      HostedZoneId: !Ref Zone
      Name: orders.db
      Type: A
      AliasTarget: { HostedZoneId: Z2, DNSName: endpoint.example, EvaluateTargetHealth: false }
`,
    });
    expect(callsOf(asked, 'createZone')[0]).toEqual([
      source,
      { name: 'orders.db', vpcIds: ['vpc-1'] },
    ]);
    expect(callsOf(asked, 'createAlias')[0]).toEqual([
      source,
      { zoneId: 'Z11111111', name: 'orders.db', aliasOf: 'endpoint.example' },
    ]);
  });
});

/** A stack with a custom resource whose function gives that answer. */
function custom(answer: string): Promise<Awaited<ReturnType<typeof deployText>>> {
  return deployText({
    'template.yaml': `
Resources:
  First:
    Type: Custom::First
    Properties: { ServiceToken: 'arn:f', ServiceTimeout: 120, Followed: orders, Answer: ${answer} }
Outputs:
  Made: { Value: !Ref First }
  Size: { Value: !GetAtt First.Size }
`,
  });
}

describe('custom resources', () => {
  it('a custom resource has the attributes that its function answers', async () => {
    const answer = '{ Status: SUCCESS, PhysicalResourceId: it, Data: { Size: 3 } }';
    const { asked, stack } = await custom(answer);
    expect(callsOf(asked, 'ask')[0]).toEqual([
      'arn:f',
      expect.objectContaining({
        RequestType: 'Create',
        LogicalResourceId: 'First',
        ResourceType: 'Custom::First',
        ResourceProperties: expect.objectContaining({ Followed: 'orders', ServiceToken: 'arn:f' }),
      }),
    ]);
    expect(stack.outputs).toEqual({ Made: 'it', Size: '3' });
  });

  it('a custom resource that fails fails the deployment with its reason', async () => {
    await expect(
      custom('{ Status: FAILED, PhysicalResourceId: it, Reason: nobody is there }'),
    ).rejects.toMatchObject({
      name: 'TemplateRefused',
      message: expect.stringContaining('nobody is there'),
    });
  });

  it('a custom resource that never answers fails the deployment', async () => {
    await expect(custom("''")).rejects.toMatchObject({ name: 'TemplateRefused' });
  });
});
