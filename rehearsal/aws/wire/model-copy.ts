import type { Shape, Structure } from './shape.ts';

/**
 * A copy of an input or an output as it would come over the wire: nothing of it is shared with whoever
 * sent it, and members that are not set, or that the model doesn't know, are left out.
 */
export function copyStructure(
  shape: Structure | undefined,
  value: object,
): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  if (shape === undefined) return copy;
  for (const [name, held] of Object.entries(value)) {
    const member = shape.members.get(name);
    if (member === undefined || held === undefined || held === null) continue;
    copy[name] = copyValue(member.shape, held);
  }
  return copy;
}

function copyValue(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'structure':
      return copyStructure(shape, value as object);
    case 'list':
      return (value as readonly unknown[]).map((item) => copyValue(shape.item.shape, item));
    case 'map':
      return Object.fromEntries(
        Object.entries(value as object).map(([key, held]) => [
          key,
          copyValue(shape.value.shape, held),
        ]),
      );
    case 'timestamp':
      return new Date((value as Date).getTime());
    case 'blob':
      // The SDK takes text for bytes too, and writes it in UTF-8.
      return typeof value === 'string'
        ? new Uint8Array(Buffer.from(value))
        : new Uint8Array(value as Uint8Array);
    case 'string':
    case 'boolean':
    case 'number':
      break;
  }
  return value;
}
