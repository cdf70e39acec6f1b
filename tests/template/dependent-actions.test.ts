import { describe, expect, it } from '@jest/globals';
import { show } from '../../rehearsal/aws/deployment/template-value.ts';
import type { TemplateMap } from '../../rehearsal/aws/deployment/template-value.ts';
import { mapAt } from './deploy-stack.ts';
import { serviceAuthorization } from './service-authorization.ts';
import { codeOf, filesUnder } from './sources.ts';
import { stacks } from './stacks.ts';
import { statementsOf } from './statements.ts';

/** What a role may do for one kind of database. */
interface Grant {
  /** `target/SwapNames`. */
  readonly role: string;
  readonly actions: readonly string[];
  /** Of RDS alone, as `rds:DescribeDBInstances db`. */
  readonly resources: readonly string[];
}

/** Dependent actions that are left out, by what they depend on or by that and whose it is, and why. */
const needless: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'rds:CopyDBSnapshot': { 'rds:CopyCustomDBEngineVersion': 'of RDS Custom' },
  'rds:CreateDBInstance': {
    'rds:CreateTenantDatabase': 'of Oracle with tenants',
    'secretsmanager:CreateSecret': 'of a managed master password, which members have none of',
    'secretsmanager:TagResource': 'the same',
  },
  'target/DiscardCluster rds:DeleteDBCluster': {
    'rds:AddTagsToResource': 'of a final snapshot, which a discarded database has none of',
    'rds:CreateDBClusterSnapshot': 'the same',
  },
  'target/DiscardCluster rds:DeleteDBInstance': {
    'rds:AddTagsToResource': 'of a final snapshot, which a discarded database has none of',
    'rds:CreateDBSnapshot': 'the same',
  },
  'target/TerminateOldCluster rds:DeleteDBInstance': {
    'rds:CreateDBSnapshot': 'of a final snapshot, which members have none of',
  },
  'rds:DeleteDBInstance': { 'rds:DeleteTenantDatabase': 'of Oracle with tenants' },
  'rds:ModifyDBCluster': {
    'iam:PassRole': 'of a domain and of monitoring; names and protection alone are modified',
    'kms:CreateGrant': 'of a managed master password and of Performance Insights',
    'kms:Decrypt': 'the same',
    'kms:DescribeKey': 'the same',
    'kms:GenerateDataKey': 'the same',
    'rds:ModifyDBInstance': 'of Multi-AZ DB clusters, whose instances go by their cluster',
    'secretsmanager:CreateSecret': 'of a managed master password',
    'secretsmanager:RotateSecret': 'the same',
    'secretsmanager:TagResource': 'the same',
  },
  'rds:ModifyDBInstance': {
    'iam:PassRole': 'of a domain and of monitoring; names and protection alone are modified',
    'kms:CreateGrant': 'of a managed master password and of Performance Insights',
    'kms:Decrypt': 'the same',
    'kms:DescribeKey': 'the same',
    'kms:GenerateDataKey': 'the same',
    'rds:AddTagsToResource': 'of a managed master password',
    'rds:CreateTenantDatabase': 'of Oracle with tenants',
    'secretsmanager:CreateSecret': 'of a managed master password',
    'secretsmanager:RotateSecret': 'the same',
    'secretsmanager:TagResource': 'the same',
  },
  'rds:RestoreDBClusterFromSnapshot': {
    'rds:CreateDBInstance': 'of Multi-AZ DB clusters, which have their instances at once',
  },
  'rds:RestoreDBInstanceFromDBSnapshot': {
    'rds:CreateTenantDatabase': 'of Oracle with tenants',
  },
  'ec2:CreateVpcEndpoint': {
    'ec2:CreateTags': 'of an endpoint with tags',
    'route53:AssociateVPCWithHostedZone': 'of an endpoint with private DNS names',
  },
};

/** Resources that a role isn't given though an action takes them, and why. */
const withoutResource: Readonly<Record<string, string>> = {
  'target/DiscardCluster rds:DeleteDBCluster cluster-snapshot': 'it takes no final snapshot',
};

/** The type in an ARN, where it differs from the reference's word. */
const typeNames: Readonly<Record<string, string>> = { 'db-proxy': 'proxy' };

/** Actions of the API that IAM calls otherwise, and the prefixes of services by their clients. */
const actionNames: Readonly<Record<string, string>> = { 'lambda:Invoke': 'lambda:InvokeFunction' };
const prefixes: Readonly<Record<string, string>> = {
  'application-auto-scaling': 'application-autoscaling',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  sfn: 'states',
  'secrets-manager': 'secretsmanager',
};

/** What the mappings of all templates have for a kind: a nested one has its own. */
function wordsOf(kind: string): TemplateMap {
  const mappings = stacks
    .flatMap(({ template }) => template['Mappings'] ?? [])
    .filter((one) => 'Rds' in mapAt(one));
  return Object.assign({}, ...mappings.map((one) => mapAt(one, 'Rds', kind))) as TemplateMap;
}

const grants = stacks.flatMap((stack) =>
  ['cluster', 'instance'].flatMap((kind) => {
    const words = wordsOf(kind);
    const inWords = (text: string): string =>
      text.replaceAll(/<(\w+)>/g, (_, name: string) => show(words[name] ?? name));
    const roles = new Map<string, { actions: string[]; resources: string[] }>();
    for (const { type, stack: name, holder, actions, resources } of statementsOf(stack)) {
      if (type !== 'AWS::IAM::Role') continue;
      const role = roles.get(`${name}/${holder}`) ?? { actions: [], resources: [] };
      roles.set(`${name}/${holder}`, role);
      const types = resources.map((arn) => typeOf(inWords(arn)));
      for (const action of actions.map(inWords)) {
        role.actions.push(action);
        role.resources.push(...types.map((one) => `${action} ${one}`));
      }
    }
    return [...roles].map(([role, given]): Grant => ({ role, ...given }));
  }),
);

/** `rds:<Region>:<account>:<type>:<name>` */
function typeOf(arn: string): string {
  const [, type = ''] = /^rds:\$\{[^}]+\}:\$\{[^}]+\}:([a-z-]+):/.exec(arn) ?? [];
  return typeNames[type] ?? type;
}

/** Whether one of some actions, which may end with `*`, is that one. */
function has(actions: readonly string[], wanted: string): boolean {
  return actions.some((action) => wanted.startsWith(action.replace('*', '')));
}

/** The actions that the functions' commands are, by the clients that they import. */
function actionsCalled(): readonly string[] {
  const imports = /import (?:type )?\{([^}]*)\} from '@aws-sdk\/client-([a-z0-9-]+)'/g;
  return filesUnder('functions').flatMap((file) =>
    [...codeOf(file).matchAll(imports)].flatMap(([, names = '', client = '']) =>
      [...names.matchAll(/\b(\w+)Command\b/g)].map(([, name = '']) => {
        const action = `${prefixes[client] ?? client}:${name}`;
        return actionNames[action] ?? action;
      }),
    ),
  );
}

/** What a role isn't given of what its actions depend on, each with the entry that gives a reason. */
function missingDependents({ role, actions }: Grant) {
  return actions.flatMap((action) =>
    (serviceAuthorization[action]?.dependents ?? [])
      .filter((dependent) => !has(actions, dependent))
      .map((dependent) => {
        const keys = [action, `${role} ${action}`];
        const reason = keys.find((key) => needless[key]?.[dependent] !== undefined);
        return { role, action, dependent, reason };
      }),
  );
}

describe('the actions of roles', () => {
  it('the reference has every action that a function calls, and some role has it', () => {
    const called = actionsCalled();

    expect(called.length).toBeGreaterThan(30);
    expect(called.filter((action) => !(action in serviceAuthorization))).toEqual([]);
    expect(called.filter((action) => !grants.some(({ actions }) => has(actions, action)))).toEqual(
      [],
    );
  });

  it('the reference has every action of RDS, EC2 and load balancing that a role is given', () => {
    const given = grants
      .flatMap(({ actions }) => actions)
      .filter((action) => /^(rds|ec2|elasticloadbalancing):/.test(action));

    expect(given.filter((action) => !(action in serviceAuthorization))).toEqual([]);
  });

  it('no action is given without those that depend on it, except where a reason is', () => {
    const missing = grants.flatMap(missingDependents);
    const used = missing.flatMap(({ reason, dependent }) =>
      reason === undefined ? [] : [`${reason} ${dependent}`],
    );
    const reasons = Object.entries(needless).flatMap(([reason, dependents]) =>
      Object.keys(dependents).map((dependent) => `${reason} ${dependent}`),
    );

    expect(missing.filter(({ reason }) => reason === undefined)).toEqual([]);
    expect(new Set(used)).toEqual(new Set(reasons));
  });

  // What the template had.
  it.each([
    [
      'target/TerminateOldCluster',
      ['rds:DeleteDBCluster', 'rds:CreateDBClusterSnapshot', 'rds:DeleteDBInstance'],
      ['rds:AddTagsToResource'],
    ],
    [
      'target/AddInstances',
      ['rds:CreateDBInstance', 'rds:AddTagsToResource', 'iam:PassRole'],
      ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
    ],
  ])('%s with %s alone lacks %s', (role, actions, lacking) => {
    const found = missingDependents({ role, actions, resources: [] });
    const unexplained = found.filter(({ reason }) => reason === undefined);

    expect(new Set(unexplained.map(({ dependent }) => dependent))).toEqual(new Set(lacking));
  });

  it('an action is given for every type of resource that it takes, except where a reason is', () => {
    // Conditions aren't read: what is for clusters alone has no resource of another kind.
    const named = new Set(
      grants.flatMap(({ role, resources }) => resources.map((one) => `${role} ${one}`)),
    );
    const missing = grants.flatMap(({ role, actions }) =>
      actions
        .filter((action) => action.startsWith('rds:'))
        .flatMap((action) =>
          (serviceAuthorization[action]?.required ?? [])
            .map((type) => `${role} ${action} ${type}`)
            .filter((one) => !named.has(one)),
        ),
    );

    expect([...new Set(missing)]).toEqual(Object.keys(withoutResource));
  });

  it('who lists snapshots may name what they were taken of', () => {
    const listers = [
      'source/PruneSnapshots',
      'target/PruneSnapshots',
      'target/TerminateOldCluster',
    ];
    const unable = grants
      .filter(({ role }) => listers.includes(role))
      .flatMap(({ role, actions, resources }) =>
        actions
          .filter((action) => /^rds:DescribeDB(Cluster)?Snapshots$/.test(action))
          .flatMap((action) =>
            (serviceAuthorization[action]?.optional ?? [])
              .filter((type) => !resources.includes(`${action} ${type}`))
              .map((type) => `${role} ${action} ${type}`),
          ),
      );

    expect(unable).toEqual([]);
  });
});
