import { properties } from '../property-table.ts';
import type { PropertyReader } from '../property-reader.ts';
import type { NamedPolicy, RolesPort } from './ports.ts';
import type { Providers } from './provider.ts';

/** `AWS::IAM::Role` and `AWS::IAM::Policy` (of roles). */
export function iamProviders(roles: RolesPort): Providers {
  return {
    'AWS::IAM::Role': {
      properties: {
        ...properties(
          'RoleName AssumeRolePolicyDocument ManagedPolicyArns Path Description MaxSessionDuration PermissionsBoundary Tags',
        ),
        Policies: [properties('PolicyName PolicyDocument')],
      },
      create({ properties: given, location, partition, name }) {
        const roleName = given.optionalText('RoleName') ?? name(64);
        const path = given.optionalText('Path') ?? '/';
        const roleArn = `arn:${partition}:iam::${location.accountId}:role${path}${roleName}`;
        const boundary = given.optionalText('PermissionsBoundary');
        const seconds = given.number('MaxSessionDuration');
        roles.addRole(roleArn, {
          policies: given.readers('Policies').map(namedPolicy),
          managedPolicyArns: given.texts('ManagedPolicyArns'),
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
