import { beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../aws/clock.ts';
import { VirtualNames } from '../../aws/network/names.ts';
import { PrivateZones } from '../../aws/network/private-zones.ts';

const HOST = 'orders.db.example';

let names: VirtualNames;
let zones: PrivateZones;
beforeEach(() => {
  names = new VirtualNames(new VirtualClock(0));
  names.set(HOST, ['10.0.0.4']);
  names.set('endpoint.example', ['10.1.0.4', '10.1.16.4']);
  zones = new PrivateZones(names);
  zones.add('Z1', { name: HOST, vpcIds: ['vpc-clients'] });
});

describe('private hosted zones', () => {
  it('a private hosted zone answers in its VPCs, and nowhere else', () => {
    zones.setRecord('Z1', HOST, { aliasOf: 'endpoint.example' });
    expect(zones.resolve('vpc-clients', `${HOST.toUpperCase()}.`)).toEqual([
      '10.1.0.4',
      '10.1.16.4',
    ]);
    expect(zones.resolve('vpc-others', HOST)).toEqual(['10.0.0.4']);
  });

  it('a private hosted zone answers for its whole domain, also for names without a record', () => {
    expect(zones.resolve('vpc-clients', HOST)).toEqual([]);
    expect(zones.resolve('vpc-clients', `reader.${HOST}`)).toEqual([]);
    expect(zones.resolve('vpc-clients', 'endpoint.example')).toHaveLength(2);
  });

  it('a more specific private hosted zone takes precedence', () => {
    zones.add('Z2', { name: `reader.${HOST}`, vpcIds: ['vpc-clients'] });
    zones.setRecord('Z2', `reader.${HOST}`, { addresses: ['10.1.0.9'] });
    expect(zones.resolve('vpc-clients', `reader.${HOST}`)).toEqual(['10.1.0.9']);
  });

  it('a private hosted zone takes no record of another domain', () => {
    expect(() => zones.setRecord('Z1', 'other.example', { addresses: [] })).toThrow(
      'is not permitted in zone',
    );
  });
});
