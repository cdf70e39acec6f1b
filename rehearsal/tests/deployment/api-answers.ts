/** What a service that only takes notes answers: ids of the right form, and all is available at once. */
const answers: Readonly<Record<string, object>> = {
  CreateVpc: { Vpc: { VpcId: 'vpc-11111111', CidrBlock: '10.80.0.0/16' } },
  CreateSubnet: { Subnet: { SubnetId: 'subnet-11111111', AvailabilityZone: 'eu-west-1a' } },
  CreateInternetGateway: { InternetGateway: { InternetGatewayId: 'igw-11111111' } },
  AllocateAddress: { AllocationId: 'eipalloc-11111111', PublicIp: '203.0.113.1' },
  CreateNatGateway: { NatGateway: { NatGatewayId: 'nat-11111111' } },
  CreateRouteTable: { RouteTable: { RouteTableId: 'rtb-11111111' } },
  AssociateRouteTable: { AssociationId: 'rtbassoc-11111111' },
  CreateClientVpnEndpoint: { ClientVpnEndpointId: 'cvpn-endpoint-11111111' },
  AssociateClientVpnTargetNetwork: { AssociationId: 'cvpn-assoc-11111111' },
  DescribeDBClusters: {
    DBClusters: [
      {
        Status: 'available',
        DBClusterArn: 'arn:aws:rds:eu-west-1:111111111111:cluster:it',
        DbClusterResourceId: 'cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ',
        Endpoint: 'it.cluster-abc.eu-west-1.rds.amazonaws.com',
        ReaderEndpoint: 'it.cluster-ro-abc.eu-west-1.rds.amazonaws.com',
        Port: 5432,
        MasterUserSecret: {
          SecretArn: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:rds!cluster-1-AbCdEf',
        },
      },
    ],
  },
  DescribeDBProxies: {
    DBProxies: [
      {
        Status: 'available',
        DBProxyArn: 'arn:aws:rds:eu-west-1:111111111111:db-proxy:prx-0a1b2c3d4e5f60001',
        Endpoint: 'it.proxy-abc.eu-west-1.rds.amazonaws.com',
        VpcId: 'vpc-11111111',
      },
    ],
  },
  DescribeDBProxyTargetGroups: {
    TargetGroups: [
      {
        TargetGroupArn: 'arn:aws:rds:eu-west-1:111111111111:target-group:prx-tg-0a1b2c3d4e5f60001',
      },
    ],
  },
  DescribeDBInstances: {
    DBInstances: [
      {
        DBInstanceStatus: 'available',
        DBInstanceArn: 'arn:aws:rds:eu-west-1:111111111111:db:it',
        DbiResourceId: 'db-ABCDEFGHIJKLMNOPQRSTUVWXYZ',
        Endpoint: { Address: 'it.abc.eu-west-1.rds.amazonaws.com', Port: 5432 },
      },
    ],
  },
};

/** The answer to a call of a deployment. */
export function apiAnswer(operation: string): object {
  return answers[operation] ?? {};
}
