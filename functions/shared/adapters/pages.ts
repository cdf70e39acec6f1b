import { AnswerUnreadable } from '../ports/aws-errors.ts';

/** Listings of thousands of records: what is longer goes round in circles. */
const longestListing = 100;

/**
 * Every record of a listing that comes in pages: the first page is never all of it.
 * @param page asks for the page after `marker`; undefined is the first
 * @throws AnswerUnreadable when there is no end to it
 */
export async function allPages<Item>(
  page: (
    marker: string | undefined,
  ) => Promise<{ readonly items: readonly Item[] | undefined; readonly next: string | undefined }>,
): Promise<Item[]> {
  const pages: (readonly Item[])[] = [];
  let marker: string | undefined;
  do {
    if (pages.length >= longestListing) {
      throw new AnswerUnreadable(
        `expected a listing of AWS to end, found no end of it after ${longestListing} pages`,
      );
    }
    const answer = await page(marker);
    pages.push(answer.items ?? []);
    marker = answer.next;
  } while (marker !== undefined && marker !== '');
  return pages.flat();
}
