/** A function's tags as condition keys. Source: Lambda Developer Guide, "Attribute-based access control". */
export function tagContext(
  tags: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]),
  );
}
