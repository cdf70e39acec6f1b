import { SimulatorDefect } from './errors.ts';
import type { Member, Shape, Structure } from './shape.ts';
import { formatText } from './text-value.ts';

/** One element around content that is XML already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** Text as XML content. A bare carriage return would be read back as a newline. */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => references[character] ?? character);
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#xD;',
};

/** A structure's members as elements, by the names that the model gives them in XML. */
export function writeMembers(shape: Structure, value: object): string {
  let content = '';
  for (const [name, member] of shape.members) {
    const held = (value as Readonly<Record<string, unknown>>)[name];
    if (held !== undefined) content += writeMember(member, held);
  }
  return content;
}

function writeMember(member: Member, value: unknown, name = member.xmlName ?? member.name): string {
  refuseFlattened(member);
  return element(name, writeContent(member.shape, value));
}

/** @throws SimulatorDefect for a trait of the XML protocols that no service here had so far */
export function refuseFlattened({ name, xmlFlattened }: Member): void {
  if (!xmlFlattened) return;
  throw new SimulatorDefect(
    `the simulator doesn't know the trait xmlFlattened of member ${name}: ` +
      'teach it to the protocols that use it',
  );
}

function writeContent(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case 'structure':
      return writeMembers(shape, value as object);
    case 'list':
      return (value as readonly unknown[]).map((item) => writeMember(shape.item, item)).join('');
    case 'map':
      return Object.entries(value as object)
        .map(([key, held]) =>
          element('entry', writeMember(shape.key, key) + writeMember(shape.value, held)),
        )
        .join('');
    case 'string':
    case 'boolean':
    case 'number':
    case 'timestamp':
    case 'blob':
      break;
  }
  return escapeText(formatText(shape, value, 'date-time'));
}
