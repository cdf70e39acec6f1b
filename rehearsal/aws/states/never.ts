/** Marks a branch that the types rule out. */
export function assertNever(value: never): never {
  throw new TypeError(`not expected here: ${JSON.stringify(value)}`);
}
