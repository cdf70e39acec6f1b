import path from 'node:path';
import type { Authorizer } from '../authorization/authorizer.ts';
import type { VirtualClock } from '../clock.ts';
import type { Principal, Service } from '../contracts.ts';
import { PoolerServers } from '../databases/pooler/pooler-servers.ts';
import { FunctionCode } from '../lambda/function-code.ts';
import type { Functions } from '../lambda/functions.ts';
import { lambdaService } from '../lambda/lambda-service.ts';
import type { VirtualNames } from '../network/names.ts';
import { PrivateZones } from '../network/private-zones.ts';
import type { VirtualNetwork } from '../network/virtual-network.ts';
import { Random } from '../random.ts';
import { ApplicationAutoScaling } from '../services/applicationautoscaling/application-auto-scaling.ts';
import { CloudFormation } from '../services/cloudformation/cloud-formation.ts';
import { Alarms } from '../services/cloudwatch/alarms.ts';
import { CloudWatch } from '../services/cloudwatch/cloud-watch.ts';
import { Ec2 } from '../services/ec2/ec2.ts';
import { ElasticLoadBalancing } from '../services/elasticloadbalancing/elastic-load-balancing.ts';
import { EventBridge } from '../services/eventbridge/event-bridge.ts';
import { Kms } from '../services/kms/kms.ts';
import { Rds } from '../services/rds/rds.ts';
import { Scheduler } from '../services/scheduler/scheduler.ts';
import { SecretsManager } from '../services/secretsmanager/secrets-manager.ts';
import { Sns } from '../services/sns/sns.ts';
import { Sqs } from '../services/sqs/sqs.ts';
import type { StartExecution } from '../services/start-execution.ts';
import { StepFunctions } from '../services/stepfunctions/stepfunctions.ts';
import { Sts } from '../services/sts/sts.ts';
import type { Credentials } from './credentials.ts';
import { readSecretAs } from './read-secret-as.ts';
import { taskRunner } from './run-task.ts';
import type { SimulatorOptions } from './simulator-options.ts';

/** Makes a simulator's services, each with those that it stands on. */
export function simulatedServices(
  options: SimulatorOptions,
  parts: {
    readonly clock: VirtualClock;
    readonly random: Random;
    readonly authorizer: Authorizer;
    readonly credentials: Pick<Credentials, 'issuedKey'>;
    readonly names: VirtualNames;
    readonly network: VirtualNetwork;
    /** Asked for at each use, since they are made last. */
    readonly functions: () => Functions;
    /** Where the endpoint listens, asked for at each use. */
    readonly url: () => string;
    /** Settles once nobody looks at the simulator any more. */
    readonly looked: () => Promise<unknown>;
    readonly startExecution: StartExecution;
  },
) {
  const { clock, random, authorizer, credentials, names, network } = parts;
  const { functions, url, looked, startExecution } = parts;
  const deliver = async (arn: string, event: unknown, principal: Principal): Promise<void> => {
    await functions().invoke(arn, event, { invocationType: 'Event', principal });
  };
  const metrics = new CloudWatch(clock);
  const alarms = new Alarms(clock, metrics);
  const stacks = new CloudFormation(clock);
  const kms = new Kms(authorizer, clock, random.fork());
  const sqs = new Sqs(authorizer, kms, clock, random.fork(), {
    clock,
    wait: (caller, until) => functions().wait(caller, until),
  });
  const events = new EventBridge({
    authorizer,
    queues: sqs,
    clock,
    random: random.fork(),
    invokeFunction: (arn, event, principal) => deliver(arn, event, principal),
    startExecution,
  });
  const proxies = new PoolerServers(clock, options.engine.caFile);
  const rds = new Rds({
    clock,
    random: random.fork(),
    keys: kms,
    events,
    names,
    network,
    engines: () => options.engine,
    workDirectory: path.join(options.directory ?? '/in-memory', 'dumps'),
    ...(options.durations && { durations: options.durations }),
    readerServers: options.readerServers ?? false,
    ...(options.rdsPageSize !== undefined && { pageSize: options.rdsPageSize }),
    ...(options.oneCallClusterCopy !== undefined && {
      oneCallClusterCopy: options.oneCallClusterCopy,
    }),
    secrets: {
      make: (secret) => secrets.keepManagedSecret(secret),
      change: (arn, value) => secrets.putSecretValue(arn, value),
      remove: (arn) => secrets.deleteSecret(arn),
    },
    proxySecrets: (request) => readSecretAs(request, authorizer, secrets),
    proxyServers: proxies,
    tokenAuthority: {
      now: () => clock.now(),
      issuedKey: (accessKeyId) => credentials.issuedKey(accessKeyId),
      authorizer,
    },
  });
  const secrets = new SecretsManager({
    authorizer,
    keys: kms,
    clock,
    random: random.fork(),
  });
  const sns = new Sns({
    authorizer,
    keys: kms,
    queues: sqs,
    clock,
    random: random.fork(),
    deliverToFunction: (arn, _topic, event, principal) => deliver(arn, event, principal),
  });
  const stepFunctions = new StepFunctions({
    clock,
    random: random.fork(),
    runTask: taskRunner(authorizer, functions, looked),
    bus: events,
  });
  const scheduler = new Scheduler({
    authorizer,
    queues: sqs,
    clock,
    random: random.fork(),
    startExecution,
    invokeFunction: (arn, event, principal) => deliver(arn, event, principal),
  });
  const zones = new PrivateZones(names);
  const elb = new ElasticLoadBalancing({
    clock,
    random: random.fork(),
    names,
    network,
    ...(options.elbDurations && { durations: options.elbDurations }),
    ...(options.portForwarder && { portForwarder: options.portForwarder }),
  });
  const ec2 = new Ec2({
    clock,
    random: random.fork(),
    names,
    network,
    offered: (balancerArn) => elb.offered(balancerArn),
  });
  const autoScaling = new ApplicationAutoScaling({
    authorizer,
    clock,
    // A stream of its own, so that what others draw stays what it was.
    random: new Random(options.seed),
  });
  const unpacked = options.directory && path.join(options.directory, 'functions');
  const code = new FunctionCode(functions, clock, unpacked);
  /** Those that answer calls over the wire. */
  const answering: readonly Service[] = [
    rds,
    autoScaling,
    kms,
    sns,
    sqs,
    stepFunctions,
    secrets,
    elb,
    ec2,
    events,
    alarms,
    stacks,
    lambdaService(functions, code, url),
    new Sts(),
  ];
  return {
    answering,
    autoScaling,
    code,
    metrics,
    alarms,
    stacks,
    kms,
    sqs,
    events,
    rds,
    secrets,
    sns,
    stepFunctions,
    scheduler,
    zones,
    elb,
    ec2,
    proxies,
  };
}
