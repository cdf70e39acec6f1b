/** An IPv4 address as a number. */
export function addressNumber(address: string): number | undefined {
  const octets = address.split('.');
  const isOne = octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256);
  if (octets.length !== 4 || !isOne) return undefined;
  return octets.reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

/** The address that is `offset` after another one. */
export function addressAfter(address: string, offset: number): string {
  const number = (addressNumber(address) ?? 0) + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** Whether an IPv4 address lies in a range in CIDR notation. */
export function isInRange(address: string, range: string): boolean {
  const [base = '', length = ''] = range.split('/');
  const [value, start] = [addressNumber(address), addressNumber(base)];
  if (value === undefined || start === undefined || !/^\d{1,2}$/.test(length)) return false;
  const size = 2 ** (32 - Number(length));
  return Math.floor(value / size) === Math.floor(start / size);
}

/** A range in CIDR notation, its base moved to where a range of that length begins. */
export function readRange(
  text: string,
): { readonly range: string; readonly length: number } | undefined {
  const [base = '', digits = ''] = text.split('/');
  const value = addressNumber(base);
  const length = Number(digits);
  if (value === undefined || !/^\d{1,2}$/.test(digits) || length > 32) return undefined;
  const size = 2 ** (32 - length);
  return { range: `${addressAfter('0.0.0.0', value - (value % size))}/${length}`, length };
}

/** Whether two ranges in CIDR notation have an address in common. */
export function overlap(one: string, other: string): boolean {
  return isInRange(baseOf(one), other) || isInRange(baseOf(other), one);
}

/** Whether all of a range lies in another one. */
export function isWithin(inner: string, outer: string): boolean {
  const [inside, outside] = [readRange(inner), readRange(outer)];
  if (inside === undefined || outside === undefined) return false;
  return inside.length >= outside.length && isInRange(baseOf(inner), outer);
}

function baseOf(range: string): string {
  return range.split('/')[0] ?? '';
}
