import { describe, expect, it } from '@jest/globals';
import { checkAddresses, isWithin } from '../../../../functions/access/rules/address.ts';

describe('isWithin and checkAddresses', () => {
  it.each([
    ['10.0.0.0', '10.0.0.0/16', true],
    ['10.0.255.255', '10.0.0.0/16', true],
    ['10.1.0.0', '10.0.0.0/16', false],
    ['172.31.255.255', '172.16.0.0/12', true],
    ['172.32.0.0', '172.16.0.0/12', false],
    ['255.255.255.255', '0.0.0.0/0', true],
    ['10.0.0.7', '10.0.0.7/32', true],
    ['10.0.0.8', '10.0.0.7/32', false],
    ['10.0.0.256', '10.0.0.0/16', false],
    ['10.0.0', '10.0.0.0/16', false],
    ['fd00::1', '10.0.0.0/16', false],
    ['10.0.0.1', '10.0.0.0', false],
    ['', '0.0.0.0/0', false],
    ['10.0.0', '0.0.0.0/0', false],
    ['0.0.0.0.5', '0.0.0.0/0', false],
    ['10.0.0.x7', '10.0.0.0/16', false],
    ['10.0.0.7x', '10.0.0.0/16', false],
    ['10.0.0.0007', '10.0.0.0/16', false],
    ['10.0.0.1', '10.0.0.0/', false],
    ['10.0.0.1', '10.0.0.0/x8', false],
    ['10.0.0.1', '10.0.0.0/8x', false],
    ['10.0.0.1', '10.0.0.0/016', false],
    ['10.0.0.1', '10.0.0/8', false],
    ['10.0.0.1', 'x10.0.0.0/8', false],
    ['10.0.0.1', '/8', false],
    ['10.0.0.1', 'x/10.0.0.0/8', false],
  ])('isWithin says whether %j lies in %s: %s', (address, range, expected) => {
    expect(isWithin(address, range)).toBe(expected);
  });

  it.each(['10.0.1.5', '10.0.1.5,100.64.3.3'])('%s may be a target', (addresses) => {
    expect(() =>
      checkAddresses(addresses.split(','), ['10.0.0.0/16', '100.64.0.0/16'], 'cluster'),
    ).not.toThrow();
  });

  it.each([
    ['52.1.2.3', ['52.0.0.0/8'], "52.1.2.3, which isn't a private IPv4 address"],
    ['127.0.0.1', ['127.0.0.0/8'], "127.0.0.1, which isn't a private IPv4 address"],
    ['fd00::1', ['10.0.0.0/8'], "fd00::1, which isn't a private IPv4 address"],
    ['10.1.0.1', ['10.0.0.0/16'], "10.1.0.1, outside the VPC's ranges 10.0.0.0/16"],
    ['10.0.0.1', [], "10.0.0.1, outside the VPC's ranges"],
  ])('%s must not be a target with the ranges %j', (address, ranges, message) => {
    expect(() =>
      checkAddresses(['10.0.5.5', address].slice(1), ranges, 'cluster "orders"'),
    ).toThrow(
      expect.objectContaining({
        name: 'TargetRefused',
        message: expect.stringMatching(`^cluster "orders" resolves to .*targets were left`),
      }),
    );
    expect(() => checkAddresses([address], ranges, 'x')).toThrow(message);
  });

  it('a refused address is told with its reason and what to do', () => {
    expect(() => checkAddresses(['8.8.8.8'], ['10.0.0.0/16'], 'cluster "orders"')).toThrow(
      'cluster "orders" resolves to 8.8.8.8, which isn\'t a private IPv4 address: the targets were ' +
        'left as they are. Make the database private, or resolve its name inside the VPC',
    );
    const ranges = ['10.0.0.0/16', '10.1.0.0/16'];
    expect(() => checkAddresses(['10.2.0.1'], ranges, 'cluster "orders"')).toThrow(
      'cluster "orders" resolves to 10.2.0.1, outside the VPC\'s ranges 10.0.0.0/16, 10.1.0.0/16: ' +
        'the targets were left as they are. Compare the name; where the VPC has got another range, ' +
        'add it to VpcRanges',
    );
  });

  it('one bad address among good ones is refused', () => {
    expect(() => checkAddresses(['10.0.0.1', '8.8.8.8'], ['10.0.0.0/16'], 'x')).toThrow('8.8.8.8');
  });
});
