import { InputProblem } from './errors.ts';

/** A form's fields as a tree: `Tags.Tag.1.Key=a` is `a` under Tags, Tag, 1, Key. */
export interface FormNode {
  text: string | undefined;
  readonly children: Map<string, FormNode>;
}

/** @throws InputProblem `malformed` when a field is given twice, or as text and as a branch */
export function readForm(body: string): FormNode {
  const root: FormNode = { text: undefined, children: new Map() };
  for (const [name, value] of new URLSearchParams(body)) {
    let node = root;
    for (const part of name.split('.')) {
      let child = node.children.get(part);
      if (child === undefined) {
        child = { text: undefined, children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    if (node.text !== undefined) throw new InputProblem('malformed', name, 'field given once');
    node.text = value;
  }
  return root;
}
