import { beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../aws/clock.ts';
import { VirtualNames } from '../../aws/network/names.ts';
import { PrivateZones } from '../../aws/network/private-zones.ts';

const host = 'orders.db.example';

let names: VirtualNames;
let zones: PrivateZones;
beforeEach(() => {
  names = new VirtualNames(new VirtualClock(0));
  names.set(host, ['10.0.0.4']);
  names.set('endpoint.example', ['10.1.0.4', '10.1.16.4']);
  zones = new PrivateZones(names);
  zones.add('Z1', { name: host, vpcIds: ['vpc-clients'] });
});

describe('private hosted zones', () => {
  it('a private hosted zone answers in its VPCs, and nowhere else', () => {
    zones.setRecord('Z1', host, { aliasOf: 'endpoint.example' });
    expect(zones.resolve('vpc-clients', `${host.toUpperCase()}.`)).toEqual([
      '10.1.0.4',
      '10.1.16.4',
    ]);
    expect(zones.resolve('vpc-others', host)).toEqual(['10.0.0.4']);
  });

  it('a private hosted zone answers for its whole domain, also for names without a record', () => {
    expect(zones.resolve('vpc-clients', host)).toEqual([]);
    expect(zones.resolve('vpc-clients', `reader.${host}`)).toEqual([]);
    expect(zones.resolve('vpc-clients', 'endpoint.example')).toHaveLength(2);
  });

  it('a more specific private hosted zone takes precedence', () => {
    zones.add('Z2', { name: `reader.${host}`, vpcIds: ['vpc-clients'] });
    zones.setRecord('Z2', `reader.${host}`, { addresses: ['10.1.0.9'] });
    expect(zones.resolve('vpc-clients', `reader.${host}`)).toEqual(['10.1.0.9']);
  });

  it('a private hosted zone takes no record of another domain', () => {
    expect(() => zones.setRecord('Z1', 'other.example', { addresses: [] })).toThrow(
      'is not permitted in zone',
    );
  });
});
