import type { SimulatedOperation } from '../operation.ts';
import { createProxy } from './create.ts';
import { deleteProxy } from './delete.ts';
import { proxyDescriptionOperations } from './description-operations.ts';
import { proxyEndpointOperations } from './endpoint-operations.ts';
import { registrationOperations } from './registration.ts';

/** The control plane of RDS Proxy. */
export const proxyOperations: readonly SimulatedOperation[] = [
  createProxy,
  deleteProxy,
  ...registrationOperations,
  ...proxyDescriptionOperations,
  ...proxyEndpointOperations,
];
