import type { Simulator } from '../../aws/simulator/simulator.ts';

/**
 * The actions and resources that the templates' own policies allow, and that none of several
 * rehearsals needed: `<place> <function or workflow> <action or resource>`, sorted.
 * @param simulators of one kind of database: the templates grant each kind other actions
 */
export function unusedPermissions(simulators: readonly Simulator[]): readonly string[] {
  const [first = [], ...others] = simulators.map((simulator) => [...unusedOn(simulator)]);
  const kept = first.filter(([key]) =>
    others.every((entries) => entries.some(([other]) => other === key)),
  );
  return [...new Set(kept.map(([, shown]) => shown))].toSorted();
}

/** By statement, which tells two statements for the same action apart, and what is shown of it. */
function unusedOn(simulator: Simulator): readonly (readonly [key: string, shown: string])[] {
  return simulator.authorizer.unusedStatements().map(({ roleArn, policy, statement, pattern }) => {
    const [, place, role] = /role\/understudy-([a-z-]+)-.*?-?(\w+)Role-[A-Z0-9]{12}$/.exec(
      roleArn,
    ) ?? [undefined, undefined, roleArn];
    const shown = `${place} ${role} ${nameOf(pattern)}`;
    return [`${shown} ${policy} ${statement}`, shown];
  });
}

/** Without what is drawn anew for each simulator. */
function nameOf(pattern: string): string {
  return pattern
    .replace(/^arn:aws:(\w+):([^:]*):\d{12}:/, '$1 $2 ')
    .replace(/^((?:sns|sqs|lambda) \S+) .*-(\w+)-[A-Z0-9]{12}$/, '$1 $2')
    .replace(/^(states \S+ execution):.*/, '$1')
    .replace(/^(kms \S+) key\/.*/, '$1 key');
}
