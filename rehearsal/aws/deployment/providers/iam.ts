import { TemplateRefused } from '../errors.ts';
import { properties } from '../property-table.ts';
import type { PropertyReader } from '../property-reader.ts';
import type { NamedPolicy, RolesPort } from './ports.ts';
import type { Providers } from './provider.ts';

/** Source of both: IAM User Guide, "IAM and AWS STS quotas"; blanks between elements don't count. */
const mostCharacters = 6144;
const mostPoliciesOfARole = 10;

/** `AWS::IAM::Role`, `AWS::IAM::ManagedPolicy` (named by roles) and `AWS::IAM::Policy` (of roles). */
export function iamProviders(roles: RolesPort): Providers {
  /** The managed policies of this deployment, by ARN. */
  const managed = new Map<string, NamedPolicy>();
  return {
    'AWS::IAM::ManagedPolicy': {
      properties: properties('ManagedPolicyName PolicyDocument Path Description'),
      create({ properties: given, location, partition, logicalId, name }) {
        const policyName = given.optionalText('ManagedPolicyName') ?? name(128);
        const path = given.optionalText('Path') ?? '/';
        const arn = `arn:${partition}:iam::${location.accountId}:policy${path}${policyName}`;
        const document = given.policy('PolicyDocument');
        if (JSON.stringify(document).length > mostCharacters) {
          throw new TemplateRefused(
            `${logicalId}: Cannot exceed quota for PolicySize: ${mostCharacters}`,
          );
        }
        managed.set(arn, { name: arn, document });
        return { ref: arn, arn, attributes: { PolicyArn: arn } };
      },
    },
    'AWS::IAM::Role': {
      properties: {
        ...properties(
          'RoleName AssumeRolePolicyDocument ManagedPolicyArns Path Description MaxSessionDuration PermissionsBoundary Tags',
        ),
        Policies: [properties('PolicyName PolicyDocument')],
      },
      create({ properties: given, location, partition, logicalId, name }) {
        const roleName = given.optionalText('RoleName') ?? name(64);
        const path = given.optionalText('Path') ?? '/';
        const roleArn = `arn:${partition}:iam::${location.accountId}:role${path}${roleName}`;
        const boundary = given.optionalText('PermissionsBoundary');
        const seconds = given.number('MaxSessionDuration');
        const attached = given.texts('ManagedPolicyArns');
        if (attached.length > mostPoliciesOfARole) {
          throw new TemplateRefused(
            `${logicalId}: Cannot exceed quota for PoliciesPerRole: ${mostPoliciesOfARole}`,
          );
        }
        const own = attached.flatMap((arn) => managed.get(arn) ?? []);
        roles.addRole(roleArn, {
          policies: [...given.readers('Policies').map(namedPolicy), ...own],
          managedPolicyArns: attached.filter((arn) => !managed.has(arn)),
          trustPolicy: given.policy('AssumeRolePolicyDocument'),
          ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
          ...(seconds === undefined ? {} : { maximumSessionSeconds: seconds }),
        });
        return { ref: roleName, arn: roleArn, attributes: { Arn: roleArn } };
      },
    },
    'AWS::IAM::Policy': {
      properties: properties('PolicyName PolicyDocument Roles'),
      create({ properties: given, location, partition, name }) {
        for (const role of given.texts('Roles')) {
          const roleArn = `arn:${partition}:iam::${location.accountId}:role/${role}`;
          roles.attachPolicy(roleArn, namedPolicy(given));
        }
        return { ref: name() };
      },
    },
  };
}

function namedPolicy(given: PropertyReader): NamedPolicy {
  return { name: given.text('PolicyName'), document: given.policy('PolicyDocument') };
}
