/** Regions that occur in cases: AWS's of several partitions, and what no Region is. */
export const regions = [
  'eu-west-1',
  'eu-central-1',
  'us-gov-west-1',
  'cn-north-1',
  'eusc-de-east-1',
  'ap-southeast-7',
  'us-isob-east-1',
  'xx-nowhere-9',
  '1',
  '-',
  'a-',
  'aa-aa-1',
] as const;

const texts = [
  '',
  ' ',
  'x',
  '\u0000',
  'orders\u0000',
  'orders\r\nX-Injected: 1',
  '\u202E\uFEFF',
  '\uD800',
  '日本😀',
  '-',
  '--',
  'a--b',
  'ORDERS',
  '../../etc/passwd',
  '${jndi:x}',
  '{% $states.input %}',
  "'; DROP TABLE orders; --",
  '__proto__',
  'constructor',
  'undefined',
  'null',
  'NaN',
  '[object Object]',
  'x'.repeat(64),
  'x'.repeat(256),
  'x'.repeat(20_000),
  'a-'.repeat(300),
  'unknown',
];

const numbers = [0, -0, 1, -1, 0.5, 1e21, -1e308, 5e-324, 2 ** 31, 2 ** 53, 1e308, 65_536, 16];

/** What a date may look like, and doesn't mean; and what it means, and nobody expects. */
const dates = [
  '2026-02-30T00:00:00Z',
  '2026-13-45T99:99:99Z',
  '2026-11-02T24:00:00Z',
  '2026-11-02T03:00:00+01:00',
  '2026-11-02',
  '2026-11-02T03:00Z',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00.000000000001Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.001Z',
  '1970-01-01T00:00:00Z',
  'Mon, 02 Nov 2026 03:00:00 GMT',
];

const urls = [
  'https://example.com/?X-Amz-Signature=planted-signature-of-a-url',
  'http://example.com/?X-Amz-Signature=planted-signature-of-a-url',
  'https://user:planted-signature-of-a-url@example.com/',
  'ftp://example.com/planted-signature-of-a-url',
  'javascript:alert("planted-signature-of-a-url")',
  'https://[::1/planted-signature-of-a-url',
  'https://xn--/planted-signature-of-a-url',
  'data:text/plain,planted-signature-of-a-url',
  'https:planted-signature-of-a-url',
  'urn:planted-signature-of-a-url',
];

/** Values of every type that JSON has; each is made anew, for whoever gets it changes it. */
export const hostileValues: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [null],
  [[]],
  JSON.parse('{"__proto__":{"polluted":true}}'),
  { toString: null, valueOf: 1 },
  ...numbers,
  ...texts,
];

/** Values of the same type that mean something else. */
export function variantsOf(value: unknown): readonly unknown[] {
  if (typeof value === 'number') return [...numbers, value + 1, -value, value * 1e6, value + 0.5];
  if (typeof value === 'boolean') return [!value, String(value), Number(value)];
  if (Array.isArray(value)) return [[], [...value, ...value], [...value, null], value.toReversed()];
  if (typeof value !== 'string') return [{}, [], null];
  if (value.startsWith('arn:')) return arnVariants(value);
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return dates;
  if (/^https?:/.test(value)) return urls;
  if (/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(value)) return regions;
  if (/^[[{]/.test(value)) return documents(value);
  return [...texts, value.toUpperCase(), `${value} `, value + value, value.slice(1)];
}

/** Texts that should be JSON; the deepest is deeper than any call stack. */
function documents(text: string): readonly string[] {
  const nest = '['.repeat(50_000) + ']'.repeat(50_000);
  return [
    text.slice(1),
    text.slice(0, -1),
    `[${text}]`,
    '{}',
    'null',
    '1e999',
    nest,
    ...['2', '"1"', 'null', nest].map((version) => `{"version":${version}}`),
    text.replace('{', `{"__proto__":{"version":1},"extra":${nest},`),
    ...texts,
  ];
}

/** The same ARN of another partition, service, Region or account, or of none of them. */
function arnVariants(arn: string): readonly string[] {
  const parts = arn.split(':');
  // One that was changed before may have fewer parts.
  const at = (index: number, text: string): string =>
    Object.assign([...parts], { [index]: text }).join(':');
  return [
    ...['aws-cn', 'aws-us-gov', 'aws-eusc', 'AWS', '', 'aws-'].map((text) => at(1, text)),
    ...['s3', 'rds', 'kms', ''].map((text) => at(2, text)),
    ...['', ...regions].map((text) => at(3, text)),
    ...['111111111111', '222222222222', '', '1', 'x'.repeat(12)].map((text) => at(4, text)),
    ...['snapshot', 'cluster-snapshot', 'key/', ''].map((text) => at(5, text)),
    `${arn}:`,
    `${arn}/more`,
    `${arn}\n`,
    arn.slice(0, -8),
    parts.slice(0, 5).join(':'),
    'arn:',
  ];
}
