import { TargetRefused } from '../../shared/rules/errors.ts';

/**
 * The only addresses that a load balancer takes for targets, the shared ones of RFC 6598 included.
 * Source: the guide of Network Load Balancers, "Target groups", IP addresses.
 */
const privateRanges = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

/**
 * Refuses addresses that must never become targets: what a name answers is no reason to send a
 * database's clients out of the VPC.
 * @param ranges the VPC's, in CIDR notation
 * @throws TargetRefused naming the address and what was expected
 */
export function checkAddresses(
  addresses: readonly string[],
  ranges: readonly string[],
  role: string,
): void {
  for (const address of addresses) {
    if (!privateRanges.some((range) => isWithin(address, range))) {
      throw new TargetRefused(
        `${role} resolves to ${address}, which isn't a private IPv4 address: the targets were left ` +
          'as they are. Make the database private, or resolve its name inside the VPC',
      );
    }
    if (!ranges.some((range) => isWithin(address, range))) {
      throw new TargetRefused(
        `${role} resolves to ${address}, outside the VPC's ranges ${ranges.join(', ')}: the targets ` +
          'were left as they are. Compare the name; where the VPC has got another range, add it to ' +
          'VpcRanges',
      );
    }
  }
}

/** Whether an IPv4 address lies in a range; false for anything that is no IPv4 address. */
export function isWithin(address: string, range: string): boolean {
  const [, base, length] = /^([^/]*)\/(\d{1,2})$/.exec(range) ?? [];
  if (base === undefined) return false;
  const size = 2 ** (32 - Number(length));
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
}

/** NaN, which equals nothing, for anything that is no IPv4 address. */
function numberOf(address: string): number {
  const octets = address.split('.');
  const wellFormed = octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256);
  if (octets.length !== 4 || !wellFormed) return NaN;
  return octets.reduce((sum, octet) => sum * 256 + Number(octet), 0);
}
