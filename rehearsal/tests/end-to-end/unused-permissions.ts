import type { Stage } from '../../aws/stage/stage.ts';

/**
 * The actions and resources that the templates' own policies allow, and that none of several
 * rehearsals needed: `<place> <function or workflow> <action or resource>`, sorted.
 * @param stages of one kind of database: the templates grant each kind other actions
 */
export function unusedPermissions(stages: readonly Stage[]): readonly string[] {
  const [first = [], ...others] = stages.map((stage) => [...unusedOn(stage)]);
  const kept = first.filter(([key]) =>
    others.every((entries) => entries.some(([other]) => other === key)),
  );
  return [...new Set(kept.map(([, shown]) => shown))].toSorted();
}

/** By statement, which tells two statements for the same action apart, and what is shown of it. */
function unusedOn(stage: Stage): readonly (readonly [key: string, shown: string])[] {
  return stage.authorizer.unusedStatements().map(({ roleArn, policy, statement, pattern }) => {
    const [, place, role] = /role\/understudy-([a-z-]+)-.*?-?(\w+)Role-[A-Z0-9]{12}$/.exec(
      roleArn,
    ) ?? [undefined, undefined, roleArn];
    const shown = `${place} ${role} ${nameOf(pattern)}`;
    return [`${shown} ${policy} ${statement}`, shown];
  });
}

/** Without what is drawn anew for each stage. */
function nameOf(pattern: string): string {
  return pattern
    .replace(/^arn:aws:(\w+):([^:]*):\d{12}:/, '$1 $2 ')
    .replace(/^((?:sns|sqs|lambda) \S+) .*-(\w+)-[A-Z0-9]{12}$/, '$1 $2')
    .replace(/^(states \S+ execution):.*/, '$1')
    .replace(/^(kms \S+) key\/.*/, '$1 key');
}
