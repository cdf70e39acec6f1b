import { AwsError } from '../../../contracts.ts';
import { supportedNetworkTypes, type SubnetGroup } from '../groups.ts';
import { oneOf } from './valid-values.ts';

/**
 * The IP addressing of a database, which its subnet group must support.
 * Source: the SDK's model, NetworkType and NetworkTypeNotSupported.
 */
export function readNetworkType(value: string, subnetGroup: SubnetGroup): string {
  oneOf('NetworkType', value, ['IPV4', 'DUAL']);
  if (supportedNetworkTypes(subnetGroup).includes(value)) return value;
  throw new AwsError(
    'NetworkTypeNotSupported',
    `The network type ${value} isn't supported by the DB subnet group ${subnetGroup.identifier}`,
  );
}
