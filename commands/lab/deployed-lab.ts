import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeDBClustersCommand, FailoverDBClusterCommand } from '@aws-sdk/client-rds';
import type { DBCluster, RDSClient } from '@aws-sdk/client-rds';
import { systemProbeClock } from '../../functions/lab/ports/probe-clock.ts';
import type { Path } from '../../functions/lab/rules/path.ts';
import type { ProbeResult } from '../../functions/lab/rules/result.ts';
import { WrongOption } from '../terminal/wrong-option.ts';
import type { Lab } from './lab.ts';

/** What the command asks AWS by. */
export interface Clients {
  readonly cloudFormation: Pick<CloudFormationClient, 'send'>;
  readonly lambda: Pick<LambdaClient, 'send'>;
  readonly rds: Pick<RDSClient, 'send'>;
}

/** ProbeDatabase threw, or never came to answer. */
export class ProbeFailed extends Error {
  override readonly name = 'ProbeFailed';
}

/**
 * The lab of a deployed stack, as its outputs say where it is.
 * @throws WrongOption where there is no such stack, or it is another one
 */
export async function openDeployedLab(stackName: string, clients: Clients): Promise<Lab> {
  const stack = await findStack(stackName, clients);
  const functionName = output(stack, 'ProbeDatabaseFunctionName');
  const cluster = output(stack, 'ClusterIdentifier');
  const described = await describe(cluster, clients);
  const played = playersOf(stack, described);
  return {
    paths: Object.keys(played) as Path[],
    playedBy: played,
    time: "real, on the clocks of this machine and of Lambda's",
    clock: systemProbeClock,
    async probe(request) {
      const answer = await clients.lambda.send(
        new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(request) }),
      );
      const text = new TextDecoder().decode(answer.Payload);
      if (answer.FunctionError === undefined) return JSON.parse(text) as ProbeResult;
      throw new ProbeFailed(`expected ProbeDatabase to answer for ${request.path}, found ${text}`);
    },
    async failOver() {
      await clients.rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier: cluster }));
    },
    async isReady() {
      const { Status: status, DBClusterMembers: members = [] } = await describe(cluster, clients);
      return status === 'available' && members.length > 1;
    },
  };
}

async function findStack(name: string, { cloudFormation }: Clients): Promise<Stack> {
  try {
    const { Stacks: [stack] = [] } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: name }),
    );
    if (stack !== undefined) return stack;
  } catch (error) {
    throw new WrongOption(
      `--stack: expected the stack ${name} in this account and Region, found: ` +
        (error as Error).message,
    );
  }
  throw new WrongOption(`--stack: expected the stack ${name} in this account and Region`);
}

async function describe(cluster: string, { rds }: Clients): Promise<DBCluster> {
  const { DBClusters: [found] = [] } = await rds.send(
    new DescribeDBClustersCommand({ DBClusterIdentifier: cluster }),
  );
  return found ?? {};
}

function playersOf(
  { Outputs: outputs = [], Parameters: parameters = [] }: Stack,
  { Engine: engine, EngineVersion: version }: DBCluster,
): Readonly<Partial<Record<Path, string>>> {
  const proxy = outputs.find(({ OutputKey: key }) => key === 'ProxyName')?.OutputValue;
  const nlb = parameters.find(({ ParameterKey: key }) => key === 'NlbHost')?.ParameterValue;
  return {
    direct: `${engine} ${version}, Serverless v2, by the cluster's endpoint`,
    ...(nlb !== undefined && nlb !== '' && { nlb: `the Network Load Balancer at ${nlb}` }),
    ...(proxy !== undefined && { proxy: `the RDS Proxy ${proxy}` }),
  };
}

function output({ StackName: name, Outputs: outputs = [] }: Stack, wanted: string): string {
  const found = outputs.find(({ OutputKey: key }) => key === wanted)?.OutputValue;
  if (found !== undefined) return found;
  throw new WrongOption(
    `--stack: expected the stack lab, found ${name}, which puts out no ${wanted}`,
  );
}
