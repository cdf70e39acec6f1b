/**
 * The statements of a text without their comments, and with nothing in their literals: what is left
 * are words. Source: PostgreSQL documentation, "Lexical Structure".
 */
export function statementsOf(sql: string): string[] {
  const statements: string[] = [];
  let current = '';
  for (let at = 0; at < sql.length;) {
    const end = skipped(sql, at);
    if (end > at) {
      current += ' ';
      at = end;
    } else if (sql[at] === ';') {
      statements.push(current);
      current = '';
      at += 1;
    } else {
      current += sql[at];
      at += 1;
    }
  }
  return [...statements, current].map((one) => one.trim()).filter((one) => one !== '');
}

/** Where the comment or literal that begins here ends; here, where none does. */
function skipped(sql: string, at: number): number {
  const two = sql.slice(at, at + 2);
  if (two === '--') return endOr(sql, sql.indexOf('\n', at));
  if (two === '/*') return endOfComment(sql, at);
  const before = sql[at - 1] ?? ' ';
  if (sql[at] === "'")
    return endOfQuote(sql, at, /[eE]/.test(before) && !/\w/.test(sql[at - 2] ?? ' '));
  if (sql[at] === '$' && !/[\w$]/.test(before)) {
    const [tag] = /^\$(?:[A-Za-z_]\w*)?\$/.exec(sql.slice(at, at + 64)) ?? [];
    if (tag === undefined) return at;
    const close = sql.indexOf(tag, at + tag.length);
    return close < 0 ? sql.length : close + tag.length;
  }
  return at;
}

/** Comments nest. */
function endOfComment(sql: string, from: number): number {
  let depth = 0;
  for (let at = from; at < sql.length; at++) {
    const two = sql.slice(at, at + 2);
    if (two === '/*') depth += 1;
    else if (two === '*/') depth -= 1;
    else continue;
    at += 1;
    if (depth === 0) return at + 1;
  }
  return sql.length;
}

/** A doubled quote is one of the literal; after a backslash one is, in an E-string only. */
function endOfQuote(sql: string, from: number, escapes: boolean): number {
  for (let at = from + 1; at < sql.length; at++) {
    if (escapes && sql[at] === '\\') at += 1;
    else if (sql[at] === "'") {
      if (sql[at + 1] !== "'") return at + 1;
      at += 1;
    }
  }
  return sql.length;
}

function endOr(sql: string, index: number): number {
  return index < 0 ? sql.length : index;
}
