/**
 * What the AWS CLI printed, in the SDK's types: moments where the SDK has moments, and neither side's
 * way of showing that a list is empty.
 * @param sdk the SDK's answer to the same call: it says where the moments are
 */
export function asTheSdkReads(cli: unknown, sdk: unknown): unknown {
  if (sdk instanceof Date) {
    const moment = typeof cli === 'number' ? cli * 1000 : Date.parse(String(cli));
    return new Date(Math.round(moment));
  }
  if (Array.isArray(cli)) {
    const items = Array.isArray(sdk) ? (sdk as readonly unknown[]) : [];
    return cli.map((item, index) => asTheSdkReads(item, items[index]));
  }
  if (typeof cli !== 'object' || cli === null) return cli;
  const held = (sdk ?? {}) as Readonly<Record<string, unknown>>;
  return withoutEmpty(
    Object.entries(cli).map(([name, value]) => [name, asTheSdkReads(value, held[name])]),
  );
}

/** What the CLI keeps to itself, for it reads page after page. */
const pages = ['Truncated', 'NextMarker', 'Marker', 'NextToken', 'nextToken'];

/** The SDK's answer without what it says of the exchange, and of pages. */
export function answerOf(sdk: unknown): unknown {
  if (sdk instanceof Date || typeof sdk !== 'object' || sdk === null) return sdk;
  if (Array.isArray(sdk)) return sdk.map(answerOf);
  return withoutEmpty(
    Object.entries(sdk)
      .filter(([name]) => name !== '$metadata' && !pages.includes(name))
      .map(([name, value]) => [name, answerOf(value)]),
  );
}

function withoutEmpty(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(
    entries.filter(([, value]) => {
      if (value instanceof Date || typeof value !== 'object') return value !== undefined;
      return value !== null && Object.keys(value).length > 0;
    }),
  );
}
