import type { Operation, Service } from '../../contracts.ts';
import { endpointServiceOperations } from './endpoint-service-operations.ts';
import { securityGroupOperations } from './security-group-operations.ts';
import type { Ec2State } from './state.ts';
import { vpcEndpointOperations } from './vpc-endpoint-operations.ts';
import { vpcOperations } from './vpc-operations.ts';

/** Amazon EC2 of all accounts and Regions, as far as private access uses it. */
export class Ec2 implements Service {
  readonly name = 'ec2';
  readonly operations: Readonly<Record<string, Operation>>;

  constructor(parts: Omit<Ec2State, 'services' | 'endpoints'>) {
    const state: Ec2State = { ...parts, services: new Map(), endpoints: new Map() };
    this.operations = {
      ...vpcOperations(state),
      ...securityGroupOperations(state),
      ...endpointServiceOperations(state),
      ...vpcEndpointOperations(state),
    };
  }
}
