import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { Refused } from './refused.ts';

interface Template {
  readonly Globals?: { readonly Function?: { readonly CodeUri?: unknown } };
  readonly Resources?: Readonly<Record<string, Declared | undefined>>;
}

interface Declared {
  readonly Type?: unknown;
  readonly Properties?: { readonly CodeUri?: unknown; readonly Handler?: unknown };
}

/**
 * Finds a handler's source: the templates say where the code of a logical id is, and the deployed handler
 * which file of it. Ids that several templates have are told apart by it.
 * @param named as the person named the function; of `Nested/Function` the last part
 * @param handler as it is deployed, such as `probe-database.handler`
 * @throws Refused
 */
export async function findEntry(
  named: string,
  handler: string,
  templateDirectory: string,
): Promise<string> {
  const logicalId = named.split('/').at(-1) ?? named;
  const names = await readdir(templateDirectory);
  const found: string[] = [];
  for (const name of names.filter((one) => one.endsWith('.yaml'))) {
    const file = path.join(templateDirectory, name);
    const template = readTemplate(await readFile(file, 'utf8'));
    const declared = template.Resources?.[logicalId];
    const codeUri = declared?.Properties?.CodeUri ?? template.Globals?.Function?.CodeUri;
    if (declared?.Type !== 'AWS::Serverless::Function' || typeof codeUri !== 'string') continue;
    if (lastPart(declared.Properties?.Handler) !== lastPart(handler)) continue;
    found.push(...sources(path.resolve(templateDirectory, codeUri), handler));
  }
  const [entry, ...others] = [...new Set(found)];
  if (entry !== undefined && others.length === 0) return entry;
  throw new Refused(
    entry === undefined
      ? `expected the source of ${logicalId} (${handler}) by a template in ${templateDirectory}, found none; name it by --entry`
      : `${logicalId} (${handler}) may be ${[entry, ...others].join(' or ')}; name it by --entry`,
  );
}

/** CloudFormation's tags (`!Ref` and its like) don't matter here. */
function readTemplate(text: string): Template {
  return (parse(text, { logLevel: 'silent', merge: true }) ?? {}) as Template;
}

/** `sam build` may leave a handler's folders out. */
function lastPart(handler: unknown): string | undefined {
  return typeof handler === 'string' ? path.posix.basename(handler) : undefined;
}

function sources(codeDirectory: string, handler: string): string[] {
  const base = path.join(codeDirectory, handler.slice(0, handler.lastIndexOf('.')));
  return [`${base}.ts`, `${base}.js`, `${base}.mjs`].filter((file) => existsSync(file));
}
