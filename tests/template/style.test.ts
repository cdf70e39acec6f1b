import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { codeOf, filesUnder } from './sources.ts';

const files = ['commands', 'functions', 'rehearsal', 'scripts', 'tests'].flatMap(filesUnder);
const longest = 300;

describe('the style of the sources', () => {
  it('a constant is written like any other name, and not in capitals', () => {
    const capitals = files.flatMap((file) =>
      [...codeOf(file).matchAll(/\bconst ([A-Z][A-Z0-9_]+)\b/g)].map(
        ([, name]) => `${file} ${name}`,
      ),
    );

    expect(files.length).toBeGreaterThan(900);
    expect(capitals).toEqual([]);
  });

  it(`a file of more than ${longest} lines says in its first line why it is one`, () => {
    const long = files.filter((file) => linesOf(file).length > longest);
    const silent = long.filter((file) => !(linesOf(file)[0] ?? '').startsWith('// One file: '));

    expect(silent).toEqual([]);
  });

  it('a file that is not long gives no reason for its length', () => {
    const short = files.filter((file) => linesOf(file).length <= longest);

    expect(short.filter((file) => linesOf(file)[0]?.startsWith('// One file: '))).toEqual([]);
  });
});

function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}
