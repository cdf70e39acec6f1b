import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { deploy } from '../../aws/deployment/deploy.ts';
import type { DeployedStack } from '../../aws/deployment/deploy.ts';
import { standardProviders } from '../../aws/deployment/providers/standard-providers.ts';
import { Random } from '../../aws/random.ts';
import { makeDatabase, makeMember } from '../rds/scenes.ts';
import { targetLocation as place } from '../rds/simulator.ts';
import { ProxyScene, roleArn, subnetsOf } from '../rds/proxies/scene.ts';
import {
  callsOf,
  deployText,
  pretendedBundles,
  recordingPorts,
  source,
} from './recording-simulator.ts';

/** Deploys a template on RDS itself, as CloudFormation does. */
async function deployOn(scene: ProxyScene, template: string): Promise<DeployedStack> {
  const directory = await mkdtemp(path.join(tmpdir(), 'understudy-template-'));
  const templateFile = path.join(directory, 'template.yaml');
  const api = {
    call: <Output extends object>(at: typeof place, _: string, operation: string, input: object) =>
      scene.simulator.call<Output>(at, operation, input),
    pause: () => scene.simulator.pass(15_000),
  };
  try {
    await writeFile(templateFile, template);
    return await deploy({
      templateFile,
      location: place,
      stackName: 'lab',
      parameters: {},
      providers: standardProviders({ ...recordingPorts([]), api }, pretendedBundles),
      random: new Random(7),
    });
  } finally {
    await rm(directory, { recursive: true });
  }
}

const template = (subnets: readonly string[]): string => `
Resources:
  Proxy:
    Type: AWS::RDS::DBProxy
    Properties:
      DBProxyName: Front
      EngineFamily: POSTGRESQL
      RequireTLS: 'true'
      IdleClientTimeout: '600'
      RoleArn: ${roleArn}
      Auth:
        - AuthScheme: SECRETS
          IAMAuth: REQUIRED
          SecretArn: arn:aws:secretsmanager:eu-central-1:222222222222:secret:orders-abcdef
      VpcSubnetIds: [${subnets.join(', ')}]
      Tags: [{ Key: team, Value: lab }]
  Targets:
    Type: AWS::RDS::DBProxyTargetGroup
    Properties:
      DBProxyName: !Ref Proxy
      TargetGroupName: default
      DBClusterIdentifiers: [orders]
      ConnectionPoolConfigurationInfo: { MaxConnectionsPercent: '80', ConnectionBorrowTimeout: 60 }
  Reports:
    Type: AWS::RDS::DBProxyEndpoint
    DependsOn: [Targets]
    Properties:
      DBProxyName: !Ref Proxy
      DBProxyEndpointName: reports
      TargetRole: READ_ONLY
      VpcSubnetIds: [${subnets.join(', ')}]
Outputs:
  Name: { Value: !Ref Proxy }
  Arn: { Value: !GetAtt Proxy.DBProxyArn }
  Endpoint: { Value: !GetAtt Proxy.Endpoint }
  Vpc: { Value: !GetAtt Proxy.VpcId }
  Group: { Value: !GetAtt Targets.TargetGroupArn }
  SameGroup: { Value: !Ref Targets }
  Side: { Value: !Ref Reports }
  SideEndpoint: { Value: !GetAtt Reports.Endpoint }
  SideArn: { Value: !GetAtt Reports.DBProxyEndpointArn }
  SideVpc: { Value: !GetAtt Reports.VpcId }
`;

describe('a stack with a proxy', () => {
  it('a proxy, its target and its endpoint are made and waited for, with their attributes', async () => {
    const scene = new ProxyScene();
    await makeDatabase(scene.simulator, place, 'orders');
    await makeMember(scene.simulator, place, 'orders', 'orders-2');
    const { id: vpcId } = scene.simulator.network.vpcs.default(place);
    const { outputs } = await deployOn(scene, template(subnetsOf(scene.simulator)));
    expect(outputs).toEqual({
      Name: 'front',
      Arn: expect.stringMatching(/:db-proxy:prx-[0-9a-f]{17}$/),
      Endpoint: expect.stringMatching(/^front\.proxy-/),
      Vpc: vpcId,
      Group: expect.stringMatching(/:target-group:prx-tg-/),
      SameGroup: outputs['Group'],
      Side: 'reports',
      SideEndpoint: expect.stringMatching(/^reports\.endpoint\.proxy-/),
      SideArn: expect.stringMatching(/:db-proxy-endpoint:prx-endpoint-/),
      SideVpc: vpcId,
    });
    expect(await scene.described()).toMatchObject({
      Status: 'available',
      RequireTLS: true,
      IdleClientTimeout: 600,
    });
    expect(await scene.health()).toEqual([{ State: 'AVAILABLE' }, { State: 'AVAILABLE' }]);
  });

  it('a proxy that can’t reach its target fails the stack after half an hour, with the reason', async () => {
    const scene = new ProxyScene();
    await makeDatabase(scene.simulator, place, 'orders');
    await makeMember(scene.simulator, place, 'orders', 'orders-2');
    scene.secret.error = 'the role may not read it';
    await expect(deployOn(scene, template(subnetsOf(scene.simulator)))).rejects.toThrow(
      /Targets did not stabilize: a target is UNAVAILABLE, AUTH_FAILURE: .*the role may not read it/,
    );
  });

  it('numbers and booleans may be text, and what is not said is not asked for', async () => {
    const { asked } = await deployText({ 'template.yaml': template(['subnet-1', 'subnet-2']) });
    expect(callsOf(asked, 'ModifyDBProxyTargetGroup')).toEqual([
      [
        source,
        {
          DBProxyName: 'front',
          TargetGroupName: 'default',
          ConnectionPoolConfig: { MaxConnectionsPercent: 80, ConnectionBorrowTimeout: 60 },
        },
      ],
    ]);
    expect(callsOf(asked, 'CreateDBProxy')[0]?.[1]).toMatchObject({
      DBProxyName: 'front',
      RequireTLS: true,
      IdleClientTimeout: 600,
      Tags: [{ Key: 'team', Value: 'lab' }],
    });
  });

  it('a property that is unknown is refused by name', async () => {
    const wrong = template(['subnet-1', 'subnet-2']).replace('RequireTLS', 'RequireSsl');
    await expect(deployText({ 'template.yaml': wrong })).rejects.toThrow('RequireSsl');
  });
});
