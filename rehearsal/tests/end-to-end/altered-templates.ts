import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document, Node, YAMLMap } from 'yaml';
import type { RehearsalReport } from '../../plays/rehearse/report.ts';
import type { Setting } from '../../plays/scene/setting.ts';
import { playScene } from './scene.ts';

/** A permission that nothing needs, in place of one that is taken out: no statement becomes empty. */
const needless = 'sts:GetCallerIdentity';

/** Rehearses on a copy of the project's templates in which one stack is changed. */
export async function playAltered(
  name: string,
  change: (template: Document) => void,
  setting: Partial<Setting> = {},
  play: typeof playScene = playScene,
): Promise<RehearsalReport> {
  const directory = await mkdtemp(path.join(tmpdir(), 'understudy-templates-'));
  try {
    await cp('stacks', path.join(directory, 'stacks'), { recursive: true });
    for (const shared of ['functions', 'statemachines']) {
      await symlink(path.resolve(shared), path.join(directory, shared));
    }
    const stack = path.join(directory, 'stacks', `${name}.yaml`);
    const template = parseDocument(await readFile(stack, 'utf8'), { logLevel: 'silent' });
    change(template);
    await writeFile(stack, template.toString());
    const stacksDirectory = path.join(directory, 'stacks');
    const { report } = await play(setting, { stacksDirectory });
    return report;
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** What a failed rehearsal says: at which step, and which action a role's own policies lack. */
export function denialOf({ status, failure }: RehearsalReport): object {
  const [, step, action] =
    /^at (\w+): .*is not authorized to perform: (\S+) on resource: \S+ because no identity-based policy/.exec(
      failure?.cause ?? '',
    ) ?? [];
  return { status, step, action };
}

/**
 * Takes an action out of every statement that allows it to a function, state machine or key, and to no
 * other that names the same managed policy.
 * @param action as it stands in the template: `kms:CreateGrant`, or a key of the mapping `Rds`
 * @throws Error where there is no such permission: then a test would show nothing
 */
export function takeOut(template: Document, logicalId: string, action: string): void {
  inlineManagedPolicies(template, logicalId, 'stacks');
  let found = 0;
  visit(template.getIn(['Resources', logicalId]) as Node, {
    Map: (_key, node) => {
      if (!isStatement(node)) return;
      const given = node.get('Action', true) as Node;
      const list = isSeq(given) && given.tag !== '!FindInMap' ? given.items : [given];
      for (const [index, item] of list.entries()) {
        if (actionOf(item as Node) !== action) continue;
        found++;
        if (list.length === 1) node.set('Action', needless);
        else node.setIn(['Action', index], needless);
      }
    },
  });
  if (found === 0) throw new Error(`${logicalId} has no permission for ${action}`);
}

/**
 * Puts the policies that a resource names of a nested stack in the place of their names, with what the
 * nested stack is given and the conditions that it asks.
 */
function inlineManagedPolicies(template: Document, logicalId: string, directory: string): void {
  const policies = template.getIn(['Resources', logicalId, 'Properties', 'Policies']);
  if (!isSeq(policies)) return;
  visit(policies, {
    // Both branches of an !If have to be policies of one kind.
    Alias: (_key, alias) => withoutAnchor(alias.resolve(template)),
    Scalar: (_key, { tag, value }) => {
      const [stack = '', , policy = ''] = String(value).split('.');
      const nesting = template.getIn(['Resources', stack, 'Properties']);
      if (tag !== '!GetAtt' || !isMap(nesting) || !nesting.has('Location')) return;
      const parameters = nesting.get('Parameters') as YAMLMap | undefined;
      const file = path.join(directory, String(nesting.get('Location')));
      const nested = parseDocument(readFileSync(file, 'utf8'), { logLevel: 'silent' });
      // An anchor means nothing in another file.
      visit(nested, { Alias: (_name, alias) => withoutAnchor(alias.resolve(nested)) });
      const found = nested.getIn(['Resources', policy, 'Properties', 'PolicyDocument']);
      // Another output, such as a topic's ARN.
      if (!isMap(found)) return;
      for (const { key, value: condition } of (nested.get('Conditions') as YAMLMap<Node>).items) {
        const own = ['Conditions', String(key)];
        // One that has a name of the template's own asks the same of what it is given.
        if (!template.hasIn(own)) template.setIn(own, condition);
      }
      const document = found.clone() as Node;
      const given = new WeakSet<Node>();
      visit(document, {
        Value: (_name, one) => {
          // What was given may name a parameter of the same name, of the template around it.
          if (given.has(one)) return visit.SKIP;
          if (!isScalar(one) || one.tag !== '!Ref') return;
          const own = (parameters?.get(one.value, true) as Node | undefined)?.clone() as
            Node | undefined;
          if (own) given.add(own);
          return own;
        },
      });
      return document;
    },
  });
}

function withoutAnchor(node: Node | undefined): Node | undefined {
  const copy = node?.clone() as (Node & { anchor?: string }) | undefined;
  if (copy) delete copy.anchor;
  return copy;
}

function isStatement(node: YAMLMap): boolean {
  return isMap(node) && node.has('Effect') && node.has('Action');
}

function actionOf(node: Node): string | undefined {
  const scalar = isSeq(node) ? node.items.at(-1) : node;
  return isScalar(scalar) ? String(scalar.value) : undefined;
}
