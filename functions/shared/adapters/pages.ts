/**
 * Every record of a listing that comes in pages: the first page is never all of it.
 * @param page asks for the page after `marker`; undefined is the first
 */
export async function allPages<Item>(
  page: (
    marker: string | undefined,
  ) => Promise<{ readonly items: readonly Item[] | undefined; readonly next: string | undefined }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let marker: string | undefined;
  do {
    const answer = await page(marker);
    items.push(...(answer.items ?? []));
    marker = answer.next;
  } while (marker !== undefined && marker !== '');
  return items;
}
