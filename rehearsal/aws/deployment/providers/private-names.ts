import { UnknownTemplateConstruct } from '../errors.ts';
import { properties } from '../property-table.ts';
import type { PrivateNamesPort } from './network-ports.ts';
import type { Providers } from './provider.ts';

/** Route 53's private hosted zones, and aliases in them. */
export function privateNamesProviders(names: PrivateNamesPort): Providers {
  return {
    'AWS::Route53::HostedZone': {
      properties: { ...properties('Name'), VPCs: [properties('VPCId VPCRegion')] },
      create({ properties: given, location, path }) {
        const vpcs = given.readers('VPCs');
        if (vpcs.length === 0) throw new UnknownTemplateConstruct('a public hosted zone', path);
        const { id } = names.createZone(location, {
          name: given.text('Name'),
          vpcIds: vpcs.map((vpc) => vpc.text('VPCId')),
        });
        return { ref: id, attributes: { Id: id } };
      },
    },
    'AWS::Route53::RecordSet': {
      properties: {
        ...properties('HostedZoneId Name Type'),
        AliasTarget: properties('HostedZoneId DNSName EvaluateTargetHealth'),
      },
      create({ properties: given, location, path }) {
        const alias = given.reader('AliasTarget');
        if (alias === undefined || given.text('Type') !== 'A') {
          throw new UnknownTemplateConstruct('a record but of Type A with an AliasTarget', path);
        }
        const name = given.text('Name');
        names.createAlias(location, {
          zoneId: given.text('HostedZoneId'),
          name,
          aliasOf: alias.text('DNSName'),
        });
        return { ref: name };
      },
    },
  };
}
