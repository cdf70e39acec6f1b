/**
 * Matches a whole value against a pattern in which `*` stands for any text, colons and slashes
 * included, and `?` for one character: how IAM matches actions, resources and `StringLike`.
 * @param options.ignoreCase as IAM does for actions, and for nothing else
 */
export function matchesWildcard(
  pattern: string,
  value: string,
  options: { ignoreCase?: boolean } = {},
): boolean {
  // Most patterns name one thing, and are asked for with each call.
  if (!/[*?]/.test(pattern)) {
    return options.ignoreCase === true
      ? pattern.toLowerCase() === value.toLowerCase()
      : pattern === value;
  }
  const flags = options.ignoreCase === true ? 'isu' : 'su';
  const key = `${flags} ${pattern}`;
  const known = compiled.get(key) ?? compile(pattern, flags);
  compiled.set(key, known);
  return known.test(value);
}

/** Patterns are a template's: few, and asked for with every call. */
const compiled = new Map<string, RegExp>();

function compile(pattern: string, flags: string): RegExp {
  const expression = pattern
    .split(/([*?])/)
    .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : escapeExpression(part)))
    .join('');
  return new RegExp(`^${expression}$`, flags);
}

/**
 * Matches an ARN part by part: in `ArnLike` and `ArnEquals`, which behave alike, a `*` in one of the
 * first five parts doesn't reach into the next.
 */
export function matchesArn(pattern: string, value: string): boolean {
  const patternParts = arnParts(pattern);
  const valueParts = arnParts(value);
  if (patternParts.length !== valueParts.length) return false;
  return patternParts.every((part, index) => matchesWildcard(part, valueParts[index] ?? ''));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function escapeExpression(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
