import { AwsError } from '../../contracts.ts';

/**
 * One page of a listing, as every Describe operation of RDS gives it: 20 to 100 records, 100 where
 * the request doesn't say; `Marker` is opaque and leads to the rest.
 *
 * @param most records on a page, whatever is asked for: a page may hold fewer
 * @param largest MaxRecords that a request may ask for
 * @param items sorted by `nameOf`, which must be unique
 * @throws AwsError `InvalidParameterValue` for a bad MaxRecords or Marker
 */
export function page<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  request: { readonly MaxRecords?: number | undefined; readonly Marker?: string | undefined },
  most = Infinity,
  largest = 100,
): { items: T[]; Marker?: string } {
  const size = request.MaxRecords ?? 100;
  if (!Number.isInteger(size) || size < 20 || size > largest) {
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid value ${size} for MaxRecords. Must be between 20 and ${largest}`,
    );
  }
  const after = request.Marker ? readMarker(request.Marker) : undefined;
  const rest = after === undefined ? items : items.filter((item) => nameOf(item) > after);
  const shown = rest.slice(0, Math.min(size, most));
  const last = shown.at(-1);
  return rest.length > shown.length && last !== undefined
    ? { items: shown, Marker: marker(nameOf(last)) }
    : { items: shown };
}

const prefix = 'after:';

function marker(name: string): string {
  return Buffer.from(prefix + name).toString('base64');
}

function readMarker(text: string): string {
  const read = Buffer.from(text, 'base64').toString();
  if (read.startsWith(prefix)) return read.slice(prefix.length);
  throw new AwsError('InvalidParameterValue', `Invalid Marker: ${text}`);
}
