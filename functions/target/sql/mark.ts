/** @throws RangeError for what a statement can't quote as it is: no resource id of RDS */
export function quoted(mark: string): string {
  if (!/^[\w-]+$/.test(mark)) throw new RangeError('a mark has letters, digits, - and _ only');
  return `'${mark}'`;
}
