/** Statements that give a value. A transaction that only reads holds what they could change. */
const asking = /^(select|with|values|table|show|explain|describe|desc)\b|^\(/i;

/**
 * Why a text isn't asked at all, beside what a read-only transaction refuses: it would end that
 * transaction (COMMIT, PREPARE TRANSACTION), open another (SET TRANSACTION READ WRITE is allowed before
 * the first query: PostgreSQL documentation, "SET TRANSACTION"), or write outside of the database (INTO
 * OUTFILE, on Aurora to S3). MySQL runs comments that begin with an exclamation mark.
 * @returns undefined for what is asked
 */
export function whyNotAsked(query: string): string | undefined {
  if (/\/\*M?!/.test(query)) return 'a comment that MySQL would run as a statement';
  const said = query
    .replaceAll(/\/\*[^]*?\*\//g, ' ')
    .replaceAll(/^\s*--.*$/gm, ' ')
    .trim();
  if (!asking.test(said))
    return `a statement that begins with ${/^\S{0,20}/.exec(said)?.[0] ?? ''}`;
  if (/\binto\s+(outfile|dumpfile)\b/i.test(said)) return 'one that writes a file';
  return undefined;
}
