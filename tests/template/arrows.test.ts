import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { closureOf, codeOf, filesUnder, importsOf, neighboursOf } from './sources.ts';

const functions = filesUnder('functions');
const outside = /^(?:@aws-sdk\/|@smithy\/|pg$|pg\/|mysql2)/;

/** What each room of the house may import, of its own workflow and of `shared`. */
const arrows = {
  contract: ['contract', 'rules'],
  rules: ['contract', 'rules'],
  ports: ['contract', 'ports', 'rules'],
  steps: ['contract', 'ports', 'rules', 'steps'],
  aws: ['adapters', 'aws', 'ports', 'rules'],
  sql: ['adapters', 'ports', 'rules', 'sql'],
  adapters: ['adapters', 'ports', 'rules'],
  handler: ['adapters', 'aws', 'contract', 'handler', 'ports', 'rules', 'sql', 'steps'],
} as const;
const places = ['source', 'target', 'access', 'lab', 'shared'] as const;

/** `functions/target/steps/swap-names.ts` lies in the room `steps` of `target`; a handler in none. */
function roomOf(file: string): { readonly place: string; readonly room: string | undefined } {
  const [, place = '', room = '', ...rest] = file.split('/');
  return { place, room: rest.length > 0 ? room : undefined };
}

/** What a file imports of AWS's SDK and of databases' drivers. */
function outsideOf(file: string): readonly string[] {
  return importsOf(file).filter((name) => outside.test(name));
}

/** What a file imports of another workflow. */
function othersOf(file: string): readonly string[] {
  const own = [roomOf(file).place, 'shared'];
  return neighboursOf(file).filter((path) => !own.includes(roomOf(path).place));
}

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

describe('the imports of functions', () => {
  it('the functions import nothing of the rehearsal or of tests', () => {
    expect(
      found(functions, (file) =>
        neighboursOf(file).filter((path) => !path.startsWith('functions/')),
      ),
    ).toEqual([]);
  });

  it('only adapters among the functions import clients of AWS and of databases', () => {
    expect(
      found(
        functions.filter((file) => !/^(aws|sql|adapters)$/.test(roomOf(file).room ?? '')),
        outsideOf,
      ),
    ).toEqual([]);
    expect(functions.filter((file) => outsideOf(file).length > 0).length).toBeGreaterThan(10);
  });

  it('the functions read their environment in one place', () => {
    expect(found(functions, matches(/process\.env/g))).toEqual([
      'functions/shared/handler/environment.ts: process.env',
    ]);
  });

  it('the functions of the workflows never wait', () => {
    const waiting = /\b(?:setTimeout|setInterval|setImmediate|sleep|delay|Atomics\.wait)\b/g;

    // A probe writes again and again, and waits in between: nobody is billed for a recovery by it.
    const files = functions.filter((file) => roomOf(file).place !== 'lab');
    expect(found(files, matches(waiting))).toEqual([]);
    expect(
      found(files, (file) => importsOf(file).filter((name) => name.includes('timers'))),
    ).toEqual([]);
  });

  it('every folder of functions has a rule for its imports', () => {
    const rooms = functions.map((file) => roomOf(file).room ?? 'handlers');

    expect([...new Set(rooms)].toSorted()).toEqual([...Object.keys(arrows), 'handlers'].toSorted());
    expect([...new Set(functions.map((file) => roomOf(file).place))].toSorted()).toEqual(
      places.toSorted(),
    );
  });

  it('the functions of a workflow import no other workflow', () => {
    expect(found(functions, othersOf)).toEqual([]);
  });

  it('a handler imports no other handler', () => {
    const handlers = functions.filter((file) => roomOf(file).room === undefined);

    expect(handlers.length).toBeGreaterThan(25);
    expect(
      found(handlers, (file) =>
        neighboursOf(file).filter((path) => roomOf(path).room === undefined),
      ),
    ).toEqual([]);
  });

  it.each(Object.entries(arrows))(
    'the functions in a folder %s import only from %s',
    (room, allowed) => {
      const files = functions.filter((file) => roomOf(file).room === room);
      const known: readonly string[] = allowed;

      expect(files.length).toBeGreaterThan(0);
      expect(
        found(files, (file) =>
          neighboursOf(file).filter((path) => !known.includes(roomOf(path).room ?? '')),
        ),
      ).toEqual([]);
    },
  );
});

describe('the imports of rules', () => {
  const domain = functions.filter((file) => /^(rules|contract)$/.test(roomOf(file).room ?? ''));

  it('the rules import nothing except each other, schemas and hashes', () => {
    const allowed = new Set(['zod/mini', 'zod/v4/locales', 'node:crypto']);

    expect(
      found(domain, (file) =>
        importsOf(file).filter((name) => !name.startsWith('.') && !allowed.has(name)),
      ),
    ).toEqual([]);
  });

  it('the rules use neither the time of day nor random numbers', () => {
    const impure = /Date\.now\(|new Date\(\)|performance\.|Math\.random|randomUUID|process\./g;

    expect(found(domain, matches(impure))).toEqual([]);
  });
});

describe('the imports of the rehearsal', () => {
  it('the rehearsal imports functions only as bundles, except in the campaign', () => {
    const files = [...filesUnder('rehearsal/aws'), ...filesUnder('rehearsal/plays')].filter(
      (file) => !file.startsWith('rehearsal/plays/campaign/'),
    );

    expect(files.length).toBeGreaterThan(200);
    expect(
      found(files, (file) => neighboursOf(file).filter((path) => path.startsWith('functions/'))),
    ).toEqual([]);
  });

  it('the simulator imports nothing of what is played on it', () => {
    expect(
      found(filesUnder('rehearsal/aws'), (file) =>
        neighboursOf(file).filter((path) => !path.startsWith('rehearsal/aws/')),
      ),
    ).toEqual([]);
  });
});

describe('the imports of the whole project', () => {
  it('the project has no circular imports, not even of types', () => {
    const files = ['commands', 'functions', 'rehearsal/aws', 'rehearsal/plays', 'scripts'].flatMap(
      filesUnder,
    );
    const reached = new Map(files.map((file) => [file, closureOf(file)]));
    const circles = files.filter((file) =>
      neighboursOf(file).some((neighbour) => reached.get(neighbour)?.includes(file)),
    );

    expect(circles).toEqual([]);
  });
});

describe('the rule against the type any', () => {
  const { rules, ignorePatterns, overrides } = JSON.parse(
    readFileSync('.oxlintrc.json', 'utf8'),
  ) as {
    readonly rules: Readonly<Record<string, string>>;
    readonly ignorePatterns: readonly string[];
    readonly overrides: readonly { readonly rules: Readonly<Record<string, unknown>> }[];
  };
  const folders = ['commands', 'functions', 'rehearsal', 'scripts', 'tests'];

  it('the type `any` is an error everywhere', () => {
    expect(rules['typescript/no-explicit-any']).toBe('error');
    expect(
      ignorePatterns.filter((pattern) =>
        /^(?:commands|functions|rehearsal|scripts|tests|\*)/.test(pattern),
      ),
    ).toEqual([]);
    // Borders alone differ from folder to folder.
    expect(new Set(overrides.flatMap((one) => Object.keys(one.rules)))).toEqual(
      new Set(['eslint/no-restricted-imports']),
    );
  });

  it('the rule against `any` has no exceptions', () => {
    const exempt = /(?:oxlint|eslint)-disable[^\n]*no-explicit-any|@ts-(?:ignore|nocheck)/g;
    const files = folders.flatMap(filesUnder).filter((file) => !file.endsWith('arrows.test.ts'));

    expect(
      found(files, (file) =>
        [...readFileSync(file, 'utf8').matchAll(exempt)].map(([text]) => text),
      ),
    ).toEqual([]);
  });
});
