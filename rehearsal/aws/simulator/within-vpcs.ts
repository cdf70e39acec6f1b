import type { Call } from '../contracts.ts';
import type { DeployedFunction } from '../lambda/function-settings.ts';
import { AbortedConnection } from '../wire/errors.ts';
import type { Interception } from '../wire/operation-run.ts';
import type { Credentials } from './credentials.ts';
import type { SimulatorServices } from './services.ts';

type Ways = Pick<SimulatorServices, 'functions' | 'ec2'>;

/**
 * Lets the calls of functions in VPCs through where the VPC has a way to the service; others get no
 * answer. Source: Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC":
 * such a function has no access to the internet but through the VPC.
 */
export function withinVpcs(
  simulator: Ways & { readonly credentials: Credentials },
  further: Interception | undefined,
): Interception {
  return async (call, input, proceed) => {
    const caller = callerOf(simulator, call);
    if (caller !== undefined && !leadsOut(simulator, caller, call.service)) {
      throw new AbortedConnection(`${caller.name} has no way to ${call.service} from its VPC`);
    }
    return further === undefined ? proceed() : further(call, input, proceed);
  };
}

/** Whether a function gets through to a service of AWS; one outside VPCs does to all. */
export function leadsOut(
  { ec2 }: Pick<Ways, 'ec2'>,
  { vpc }: Pick<DeployedFunction, 'vpc'>,
  service: string,
): boolean {
  const [subnetId] = vpc?.subnetIds ?? [];
  if (vpc === undefined || subnetId === undefined) return true;
  return ec2.leadsTo(service, { subnetId, securityGroupIds: vpc.securityGroupIds });
}

/** The function in a VPC that makes a call; nobody's where its role is used from somewhere else. */
function callerOf(
  { functions, credentials }: Ways & { readonly credentials: Credentials },
  { principal, location }: Call,
): DeployedFunction | undefined {
  if (principal.kind !== 'role' || !credentials.isFunctions(principal.sessionArn)) return undefined;
  return functions
    .in(location)
    .find(({ roleArn, vpc }) => vpc !== undefined && roleArn === principal.roleArn);
}
