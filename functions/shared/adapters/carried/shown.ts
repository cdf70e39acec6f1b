/** A text that AWS leaves empty where there is none. */
export function truly(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}

/** A list that AWS leaves empty where there is nothing in it. */
export function listed<Item>(items: readonly Item[] | undefined): readonly Item[] | undefined {
  return items && items.length > 0 ? items : undefined;
}
