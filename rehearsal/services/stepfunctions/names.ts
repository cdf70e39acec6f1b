import { AwsError } from '../../contracts.ts';

/**
 * Characters that names of state machines and executions can't have: CreateStateMachine and
 * StartExecution, parameter `name`: white space, brackets, wildcards, special and control characters.
 */
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

/** @throws AwsError `InvalidName` for an empty name, one above 80 characters, or a forbidden character */
export function requireName(name: string): string {
  if (name.length < 1 || name.length > 80) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}' must have 1 to 80 characters`);
  }
  const character = forbidden.exec(name)?.[0];
  if (character !== undefined) {
    throw new AwsError(
      'InvalidName',
      `Invalid Name: '${name}' has the character ${JSON.stringify(character)}, which names can't have`,
    );
  }
  return name;
}
