import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { codeOf, filesUnder, importsOf, neighboursOf } from './sources.ts';

const functions = filesUnder('functions');
const adapters = 'functions/shared/adapters/';
const outside = /^(?:@aws-sdk\/|@smithy\/|pg$|pg\/|mysql2)/;

/** Files in which something is found, each with what was found. */
function found(
  files: readonly string[],
  look: (file: string) => readonly string[],
): readonly string[] {
  return files.flatMap((file) => look(file).map((what) => `${file}: ${what}`));
}

function matches(pattern: RegExp): (file: string) => readonly string[] {
  return (file) => [...codeOf(file).matchAll(pattern)].map(([text]) => text);
}

describe('the functions', () => {
  it('know nothing of the rehearsal and of tests', () => {
    expect(
      found(functions, (file) =>
        neighboursOf(file).filter((path) => !path.startsWith('functions/')),
      ),
    ).toEqual([]);
  });

  it('reach AWS and databases through adapters only', () => {
    const others = functions.filter((file) => !file.startsWith(adapters));

    expect(found(others, (file) => importsOf(file).filter((name) => outside.test(name)))).toEqual(
      [],
    );
    expect(functions.some((file) => importsOf(file).some((name) => outside.test(name)))).toBe(true);
  });

  it('read their environment in one place', () => {
    expect(found(functions, matches(/process\.env/g))).toEqual([
      'functions/shared/handler/environment.ts: process.env',
    ]);
  });

  it('never wait', () => {
    const waiting = /\b(?:setTimeout|setInterval|setImmediate|sleep|delay|Atomics\.wait)\b/g;

    expect(found(functions, matches(waiting))).toEqual([]);
    expect(
      found(functions, (file) => importsOf(file).filter((name) => name.includes('timers'))),
    ).toEqual([]);
  });

  it.each(['source', 'target'])(
    'of the place %s lie side by side, and import no other',
    (place) => {
      const handlers = filesUnder(`functions/${place}`);

      expect(handlers.length).toBeGreaterThan(5);
      expect(
        found(handlers, (file) =>
          neighboursOf(file).filter((path) => !path.startsWith('functions/shared/')),
        ),
      ).toEqual([]);
    },
  );
});

describe('the domain', () => {
  const domain = filesUnder('functions/shared/domain');

  it('imports nothing but itself, schemas and hashes', () => {
    const allowed = new Set(['zod/mini', 'zod/v4/locales', 'node:crypto']);

    expect(
      found(domain, (file) =>
        importsOf(file).filter((n) => !n.startsWith('./') && !allowed.has(n)),
      ),
    ).toEqual([]);
  });

  it('knows no time of day and no chance', () => {
    const impure = /Date\.now\(|new Date\(\)|performance\.|Math\.random|randomUUID|process\./g;

    expect(found(domain, matches(impure))).toEqual([]);
  });
});

describe.each([
  ['ports', ['domain', 'ports']],
  ['capture', ['domain', 'ports', 'snapshots', 'capture']],
  ['recovery', ['domain', 'ports', 'snapshots', 'recovery']],
  ['access', ['domain', 'ports', 'access']],
  ['snapshots', ['domain', 'ports', 'snapshots']],
  // What is left behind has the names that the capture gave.
  ['failure', ['domain', 'ports', 'capture', 'recovery', 'failure']],
  ['adapters', ['domain', 'ports', 'adapters']],
])('functions/shared/%s', (folder, allowed) => {
  const files = filesUnder(`functions/shared/${folder}`);

  it(`imports only from ${allowed.join(', ')}`, () => {
    expect(files.length).toBeGreaterThan(0);
    expect(
      found(files, (file) =>
        neighboursOf(file).filter((path) => !allowed.includes(path.split('/')[2] ?? '')),
      ),
    ).toEqual([]);
  });
});

describe('the rehearsal', () => {
  it('knows the functions as bundles only, but for the campaign, which runs them in process', () => {
    const files = filesUnder('rehearsal').filter((file) => !file.startsWith('rehearsal/campaign/'));

    expect(
      found(files, (file) => neighboursOf(file).filter((path) => path.startsWith('functions/'))),
    ).toEqual([]);
  });
});

describe('every type', () => {
  const { rules, ignorePatterns } = JSON.parse(readFileSync('.oxlintrc.json', 'utf8')) as {
    readonly rules: Readonly<Record<string, string>>;
    readonly ignorePatterns: readonly string[];
    readonly overrides?: unknown;
  };
  const folders = ['functions', 'rehearsal', 'scripts', 'tests'];

  it('is a type: `any` is an error, everywhere', () => {
    expect(rules['typescript/no-explicit-any']).toBe('error');
    expect(
      ignorePatterns.filter((pattern) => /^(?:functions|rehearsal|scripts|tests|\*)/.test(pattern)),
    ).toEqual([]);
    expect(readFileSync('.oxlintrc.json', 'utf8')).not.toContain('overrides');
  });

  it('is one without exceptions', () => {
    const exempt = /(?:oxlint|eslint)-disable[^\n]*no-explicit-any|@ts-(?:ignore|nocheck)/g;
    const files = folders.flatMap(filesUnder).filter((file) => !file.endsWith('arrows.test.ts'));

    expect(
      found(files, (file) =>
        [...readFileSync(file, 'utf8').matchAll(exempt)].map(([text]) => text),
      ),
    ).toEqual([]);
  });
});
