import type { Bundles } from '../build-request.ts';
import { clientVpnProviders } from './client-vpn.ts';
import { customResourceProviders } from './custom-resources.ts';
import { databaseProviders } from './databases.ts';
import { eventsProviders } from './events.ts';
import { iamProviders } from './iam.ts';
import { kmsProviders } from './kms.ts';
import { lambdaProviders } from './lambda.ts';
import { loadBalancingProviders } from './load-balancing.ts';
import { networkProviders } from './network.ts';
import { operationsProviders } from './operations.ts';
import type { SimulatorPorts } from './ports.ts';
import { privateNamesProviders } from './private-names.ts';
import type { Providers } from './provider.ts';
import { proxyProviders } from './proxies.ts';
import { snsProviders } from './sns.ts';
import { sqsProviders } from './sqs.ts';
import { stepFunctionsProviders } from './step-functions.ts';
import { vpcProviders } from './vpc.ts';

/** The providers of all resource types that the templates use, in the simulator's services. */
export function standardProviders(ports: SimulatorPorts, bundles: Bundles): Providers {
  return {
    ...iamProviders(ports.roles),
    ...kmsProviders(ports.keys),
    ...snsProviders(ports.topics),
    ...sqsProviders(ports.queues),
    ...lambdaProviders(ports.functions, bundles),
    ...stepFunctionsProviders(ports.stateMachines),
    ...eventsProviders(ports.events),
    ...operationsProviders(ports),
    ...vpcProviders(ports.api),
    ...clientVpnProviders(ports.api),
    ...databaseProviders(ports.api),
    ...networkProviders(ports.network),
    ...loadBalancingProviders(ports.loadBalancing),
    ...privateNamesProviders(ports.privateNames),
    ...proxyProviders(ports.api),
    ...customResourceProviders(ports.customResources),
  };
}
