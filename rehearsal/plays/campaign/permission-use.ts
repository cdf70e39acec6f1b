import type { GrantedPattern } from '../../aws/authorization/usage.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import type { Scenario } from './scenario.ts';

/** A permission that a template grants, and whether a run needed it. */
export interface Permission {
  /** `<stack> <role> <action or resource>`, or `the policy of <resource> <action>`. */
  readonly name: string;
  readonly used: boolean;
}

/** By what tells two permissions of one name apart: the statement that they stand in. */
export type Permissions = Readonly<Record<string, Permission>>;

interface Noted {
  readonly keys: readonly string[];
  readonly names: readonly string[];
  readonly used: boolean[];
}

/** Adds up what runs needed of what the templates grant. */
export class PermissionUse {
  readonly #byScenario = new Map<string, Noted>();

  /** Notes what a run that has ended needed. Every run of a scenario is granted the same. */
  note(scenario: Scenario, simulator: Simulator): void {
    const granted = simulator.authorizer.grantedPatterns();
    const known = this.#byScenario.get(scenario.name) ?? {
      keys: granted.map(keyOf),
      names: granted.map(nameOf),
      used: [],
    };
    granted.forEach(({ used }, index) => {
      known.used[index] = used || known.used[index] === true;
    });
    this.#byScenario.set(scenario.name, known);
  }

  all(): Permissions {
    return mergePermissions(
      [...this.#byScenario.values()].map(({ keys, names, used }) =>
        Object.fromEntries(
          keys.map((key, index) => [key, { name: names[index] ?? '', used: used[index] === true }]),
        ),
      ),
    );
  }
}

/** A permission is used where anybody used it. */
export function mergePermissions(parts: readonly Permissions[]): Permissions {
  const all: Record<string, Permission> = {};
  for (const [key, { name, used }] of parts.flatMap((part) => Object.entries(part))) {
    all[key] = { name, used: used || all[key]?.used === true };
  }
  return all;
}

function nameOf({ origin, roleArn, pattern }: GrantedPattern): string {
  if (origin === 'resource') return `the policy of ${resourceName(roleArn)} ${pattern}`;
  // IAM's names are cut at 64 characters.
  const [, stack, role] = /role\/understudy-([a-z-]+)-.*?-?(\w+)Role?-[A-Z0-9]{12}$/.exec(
    roleArn,
  ) ?? [undefined, 'role', roleArn];
  return `${stack} ${role} ${shortArn(pattern)}`;
}

/** Of an ARN, or of a queue's URL. */
function resourceName(arn: string): string {
  const [, , service = '', region = '', account = ''] = arn.split(':');
  if (service === 'kms') return `the key in ${region} of ${account}`;
  const [, name = arn] = /(\w+?)(?:-[A-Z0-9]{12})?$/.exec(arn) ?? [];
  return name;
}

function keyOf(granted: GrantedPattern): string {
  return `${nameOf(granted)} ${shortArn(JSON.stringify(granted.says))}`;
}

/** Without what CloudFormation makes up: scenarios differ in that. */
function shortArn(text: string): string {
  return text
    .replaceAll(/-[A-Z0-9]{12}\b/g, '')
    .replaceAll(/\bkey\/[0-9a-f-]{36}/g, 'key')
    .replaceAll(/arn:aws:(\w+):([\w-]*):\d{12}:/g, '$1 $2 ');
}
