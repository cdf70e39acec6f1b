import { AwsError } from '../../contracts.ts';

/**
 * Characters that names of state machines and executions can't have: CreateStateMachine and
 * StartExecution, parameter `name`: white space, brackets, wildcards, special and control characters.
 */
const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\uFFFE\uFFFF]/u;

/**
 * A length that the API reference rules out is refused before Step Functions looks at the name; AWS's
 * words for it are in https://github.com/getmoto/moto/issues/6438.
 * @throws AwsError `ValidationException` for an empty name or one above 80 characters, `InvalidName`
 *   for a forbidden character
 */
export function requireName(name: string): string {
  if (name.length < 1 || name.length > 80) {
    const rule = name === '' ? 'greater than or equal to 1' : 'less than or equal to 80';
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: ` +
        `Member must have length ${rule}`,
    );
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
