import { isAlias, isMap as isYamlMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node, ParsedNode, YAMLMap } from 'yaml';
import { TemplateRefused, UnknownTemplateConstruct } from './errors.ts';
import { isList, isMap, under } from './template-value.ts';
import type { TemplateMap, TemplateValue } from './template-value.ts';

/** The short forms of CloudFormation's functions; `!Ref` and `!Condition` keep their names. */
const functionTags = new Set(
  (
    'And Base64 Cidr Contains EachMemberEquals EachMemberIn Equals FindInMap ForEach GetAtt GetAZs If ' +
    'ImportValue Join Length Not Or RefAll Select Split Sub ToJsonString Transform ValueOf ValueOfAll'
  ).split(' '),
);

/**
 * Plain scalars that YAML 1.1, which SAM and CloudFormation read, takes for something else than
 * YAML 1.2 does: `yes`, octals, base 60.
 */
const readDifferently = /^(?:yes|no|on|off|[-+]?0[0-7]+|[-+]?[1-9]\d*(?::[0-5]?\d)+)$/i;

/**
 * Reads a template's YAML into plain values, with `!Sub` and its like in their long form and with
 * anchors, aliases and merge keys (`<<`) resolved, as SAM CLI resolves them before it deploys.
 * @throws TemplateRefused when the text isn't YAML, or isn't a map
 * @throws UnknownTemplateConstruct for a tag that CloudFormation doesn't have
 */
export function readTemplate(text: string): TemplateMap {
  const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: true });
  const [problem] = document.errors;
  if (problem !== undefined)
    throw new TemplateRefused(`The template isn't YAML: ${problem.message}`);
  const value = convert(document.contents, document, '');
  if (!isMap(value))
    throw new TemplateRefused('Template format error: the template must be a map.');
  return value;
}

function convert(node: unknown, document: Document.Parsed, path: string): TemplateValue {
  if (node === null || node === undefined) return null;
  if (isAlias(node)) return convert(node.resolve(document), document, path);
  const tag = tagOf(node as Node, path);
  const value = convertBare(node as ParsedNode, document, path, tag);
  return tag === undefined ? value : longForm(tag, value);
}

function convertBare(
  node: ParsedNode,
  document: Document.Parsed,
  path: string,
  tag: string | undefined,
): TemplateValue {
  if (isYamlMap(node)) return convertMap(node, document, path);
  if (isSeq(node)) {
    return node.items.map((item, index) => convert(item, document, under(path, index)));
  }
  if (!isScalar(node)) throw new UnknownTemplateConstruct('this YAML node', path);
  if (tag !== undefined) return node.source ?? String(node.value);
  if (node.type === 'PLAIN' && readDifferently.test(node.source ?? '')) {
    throw new TemplateRefused(
      `${path}: \`${node.source}\` means one thing in YAML 1.1 and another in YAML 1.2; put it in quotes, or write true or false.`,
    );
  }
  return node.value as TemplateValue;
}

function convertMap(node: YAMLMap, document: Document.Parsed, path: string): TemplateMap {
  const own: Record<string, TemplateValue> = {};
  const merged: TemplateMap[] = [];
  for (const pair of node.items) {
    const key = isScalar(pair.key) ? String(pair.key.source ?? pair.key.value) : undefined;
    if (key === undefined) throw new UnknownTemplateConstruct('a key that is no scalar', path);
    const value = convert(pair.value, document, under(path, key));
    if (key === '<<') merged.push(...mergeSources(value, path));
    else own[key] = value;
  }
  // What stands in the map itself wins, then the sources in their order.
  return Object.assign({}, ...merged.toReversed(), own) as TemplateMap;
}

function mergeSources(value: TemplateValue, path: string): TemplateMap[] {
  const sources = isList(value) ? value : [value];
  return sources.map((source) => {
    if (isMap(source)) return source;
    throw new TemplateRefused(`${path}: \`<<\` merges maps, and found ${JSON.stringify(source)}.`);
  });
}

function tagOf(node: Node, path: string): string | undefined {
  const tag = (node as { tag?: string }).tag;
  if (tag === undefined || tag.startsWith('tag:yaml.org,2002:')) return undefined;
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return name;
  if (functionTags.has(name)) return `Fn::${name}`;
  throw new UnknownTemplateConstruct(`the tag ${tag}`, path);
}

function longForm(name: string, argument: TemplateValue): TemplateMap {
  if (name === 'Fn::GetAtt' && typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return { [name]: dot < 0 ? [argument] : [argument.slice(0, dot), argument.slice(dot + 1)] };
  }
  return { [name]: argument };
}
