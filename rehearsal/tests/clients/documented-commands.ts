/** The `aws …` commands of a document, in their order: in the running text, and in its listings. */
export function commandsIn(markdown: string): readonly string[] {
  const listings = /^```(?:sh|bash)\n(.*?)^```/gms;
  const inText = [...markdown.replace(listings, '').matchAll(/`(aws [^`]+)`/g)];
  const inListings = [...markdown.matchAll(listings)].flatMap(([, text = '']) =>
    text.replaceAll('\\\n', ' ').split('\n'),
  );
  return [...inText.map(([, command = '']) => command), ...inListings]
    .map((command) => command.trim())
    .filter((command) => command.startsWith('aws '));
}
