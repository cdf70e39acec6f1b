import { AwsError } from '../../contracts.ts';
import { pageOf } from '../page.ts';
import { checkNamespace, invalid } from './scalable-target.ts';

interface Listed {
  readonly ResourceId?: string | undefined;
  readonly ScalableDimension?: string | undefined;
}

interface Asked {
  readonly ServiceNamespace: 'rds' | (string & {}) | undefined;
  readonly ScalableDimension?: string | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/**
 * A page of what a request asks for. Source: the SDK's model, `MaxResults` (its default is its
 * maximum), `ScalableDimension` ("you must also specify a resource ID"), InvalidNextTokenException.
 * @param asked.resourceIds all of them when undefined
 * @throws AwsError `InvalidNextTokenException`, `ValidationException`
 */
export function listingOf<T extends Listed>(
  all: readonly T[],
  asked: { readonly input: Asked; readonly resourceIds: readonly string[] | undefined },
  most: number,
): { readonly items: T[]; readonly NextToken?: string } {
  const { input, resourceIds } = asked;
  checkNamespace(input as Parameters<typeof checkNamespace>[0]);
  const { ScalableDimension, MaxResults = most, NextToken } = input;
  if (ScalableDimension !== undefined && resourceIds === undefined) {
    throw invalid('If you specify a scalable dimension, you must also specify a resource ID');
  }
  if (MaxResults < 1 || MaxResults > most) {
    throw invalid(`MaxResults must be between 1 and ${most}`);
  }
  const page = pageOf(
    all.filter(
      (one) =>
        (resourceIds?.includes(one.ResourceId ?? '') ?? true) &&
        [undefined, one.ScalableDimension].includes(ScalableDimension),
    ),
    MaxResults,
    NextToken,
  );
  if (!page) throw new AwsError('InvalidNextTokenException', 'The next token is invalid');
  return { items: page.items, ...(page.next !== undefined && { NextToken: page.next }) };
}
