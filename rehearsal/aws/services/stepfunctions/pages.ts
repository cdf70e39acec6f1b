import { AwsError } from '../../contracts.ts';

/** ListExecutions, ListStateMachines, GetExecutionHistory: 100 by default (0 means that too), at most 1000. */
const defaultPageSize = 100;
const largestPageSize = 1000;

/**
 * Cuts one page out of a list.
 * @param of what the list is of: a token of another list is refused
 * @throws AwsError `InvalidToken`, `ValidationException`
 */
export function pageOf<T>(
  items: readonly T[],
  of: string,
  input: { maxResults?: unknown; nextToken?: unknown },
): { page: T[]; nextToken?: string } {
  const size = input.maxResults ?? 0;
  if (!Number.isInteger(size) || (size as number) < 0 || (size as number) > largestPageSize) {
    throw new AwsError('ValidationException', `maxResults must be from 0 to ${largestPageSize}`);
  }
  const from = input.nextToken === undefined ? 0 : offsetIn(input.nextToken, of);
  const to = from + ((size as number) || defaultPageSize);
  return {
    page: items.slice(from, to),
    ...(to < items.length && { nextToken: tokenFor(to, of) }),
  };
}

function tokenFor(offset: number, of: string): string {
  return Buffer.from(JSON.stringify([offset, of])).toString('base64url');
}

function offsetIn(token: unknown, of: string): number {
  try {
    const [offset, list] = JSON.parse(
      Buffer.from(String(token), 'base64url').toString(),
    ) as readonly [number, string];
    if (list === of && Number.isInteger(offset)) return offset;
  } catch {
    // Falls through: whatever isn't JSON was no token of ours.
  }
  throw new AwsError('InvalidToken', `Invalid Token: '${String(token)}'`);
}
