import type { Difference } from './differences.ts';

/** Who follows AWS's documentation; `either` where it leaves both open. */
export const followers = ['moto', 'rehearsal', 'either'];

/** A difference that the document lists, with its verdict. */
export interface ListedDifference extends Difference {
  readonly follower: string;
  readonly why: string;
}

/** The rows of a document's tables that begin with a call, such as `RDS CopyDBSnapshot`. */
export function listedIn(markdown: string): readonly ListedDifference[] {
  return markdown.split('\n').flatMap((line) => {
    const cells = line.split(' | ').map((cell) => cell.replaceAll(/^\| *| *\|$/g, '').trim());
    const [call = '', asked = '', moto = '', rehearsal = '', follower = '', why = ''] = cells;
    if (!/^(?:RDS|KMS|SNS|SFN|ELBv2|EC2) [A-Z]\w+$/.test(call)) return [];
    return [{ call, asked, moto: bare(moto), rehearsal: bare(rehearsal), follower, why }];
  });
}

/** A cell without the marks that keep it from being read as Markdown. */
function bare(cell: string): string {
  return cell.replaceAll('`', '');
}

/** A row as the document writes it, but for what only a person can say. */
export function rowOf({ call, asked, moto, rehearsal }: Difference): string {
  return `| ${call} | ${asked} | \`${moto}\` | \`${rehearsal}\` |`;
}
