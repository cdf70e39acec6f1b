import type { Random } from '../random.ts';

const suffixAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/**
 * A physical name as CloudFormation makes them: `<stack>-<LogicalId>-<12 letters and digits>`. Where
 * the service takes fewer characters, stack name and logical id are cut, never the suffix.
 * @param maximum characters that the service takes
 */
export function physicalName(
  stackName: string,
  logicalId: string,
  random: Random,
  maximum = 255,
): string {
  const suffix = random.text(12, suffixAlphabet);
  const room = maximum - suffix.length - 2;
  if (stackName.length + logicalId.length <= room) return `${stackName}-${logicalId}-${suffix}`;
  const stack = stackName.slice(0, Math.max(room - logicalId.length, Math.ceil(room / 2)));
  return `${stack}-${logicalId.slice(0, room - stack.length)}-${suffix}`;
}
