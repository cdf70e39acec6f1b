import { createSecureContext } from 'node:tls';
import {
  CreateDBProxyCommand,
  DescribeDBProxiesCommand,
  DescribeDBProxyTargetsCommand,
  ModifyDBProxyTargetGroupCommand,
  RegisterDBProxyTargetsCommand,
} from '@aws-sdk/client-rds';
import type { Operator } from '../operator/operator.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { clientIn } from './ways.ts';
import { cluster, master, members, place, port } from './fixtures.ts';
import type { Way } from './way.ts';

const name = 'lab';
const role = `arn:aws:iam::${place.accountId}:role/lab-proxy`;
/** As the stack lab has it: of the connections that the database takes. */
const mostConnectionsPercent = 50;

/** Makes a proxy before the cluster, as an operator makes one, and waits until it reaches the members. */
export async function proxiedWay(simulator: Simulator, operator: Operator): Promise<Way> {
  const { clock } = simulator;
  const secretArn = simulator.secrets.createSecret(place, {
    name: 'lab-master',
    value: { username: master.user, password: master.password },
  });
  allowReading(simulator, secretArn);
  const rds = operator.rds(place);
  const { subnets, securityGroupId } = simulator.network.vpcs.default(place);
  const during = <T>(work: () => Promise<T>): Promise<T> => clock.run(clock.hold(work));
  const until = async (done: () => Promise<boolean>): Promise<void> => {
    while (!(await during(done))) await clock.run(clock.sleep(10_000));
  };
  await during(() =>
    rds.send(
      new CreateDBProxyCommand({
        DBProxyName: name,
        EngineFamily: 'POSTGRESQL',
        Auth: [{ AuthScheme: 'SECRETS', SecretArn: secretArn, IAMAuth: 'DISABLED' }],
        RoleArn: role,
        RequireTLS: true,
        VpcSubnetIds: subnets.map(({ id }) => id),
        VpcSecurityGroupIds: [securityGroupId],
      }),
    ),
  );
  let host = '';
  await until(async () => {
    const { DBProxies: [found] = [] } = await rds.send(
      new DescribeDBProxiesCommand({ DBProxyName: name }),
    );
    host = found?.Endpoint ?? '';
    return found?.Status === 'available';
  });
  await during(async () => {
    await rds.send(
      new ModifyDBProxyTargetGroupCommand({
        DBProxyName: name,
        TargetGroupName: 'default',
        ConnectionPoolConfig: { MaxConnectionsPercent: mostConnectionsPercent },
      }),
    );
    await rds.send(
      new RegisterDBProxyTargetsCommand({ DBProxyName: name, DBClusterIdentifiers: [cluster] }),
    );
  });
  await until(async () => {
    const { Targets: targets = [] } = await rds.send(
      new DescribeDBProxyTargetsCommand({ DBProxyName: name }),
    );
    const reached = targets.filter(({ TargetHealth: health }) => health?.State === 'AVAILABLE');
    return reached.length >= members.length;
  });
  const client = clientIn(simulator, place);
  return {
    provenName: host,
    trust: createSecureContext({ ca: await simulator.proxyAuthority() }),
    playedBy:
      "the simulator's own pooler in the place of RDS Proxy: what AWS documents of it, and no more",
    reach: () => client.reach(host, port),
  };
}

/** The proxy's role, which reads the secret and nothing else. */
function allowReading(simulator: Simulator, secretArn: string): void {
  simulator.authorizer.addRole(role, {
    trustPolicy: {
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'rds.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
    managedPolicyArns: [],
    policies: [
      {
        name: 'secret',
        document: {
          Statement: [
            { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secretArn },
          ],
        },
      },
    ],
  });
}
