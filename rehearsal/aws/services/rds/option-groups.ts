import type {
  DescribeOptionGroupsMessage,
  OptionGroups as OptionGroupsMessage,
} from '@aws-sdk/client-rds';
import { AwsError, type Location } from '../../contracts.ts';
import { rdsArn } from './arns.ts';
import { defaultOptionGroup, parameterFamily } from './engines.ts';
import type { OptionGroup } from './option-group.ts';
import { simulated } from './operation.ts';
import { page } from './pagination.ts';
import type { Registry } from './registry.ts';

/**
 * The option group that a request names, or the default one.
 *
 * @throws AwsError `OptionGroupNotFoundFault`, or `InvalidParameterCombination` for another engine's
 */
export function optionGroupNamed(
  groups: Registry<OptionGroup>,
  location: Location,
  name: string | undefined,
  engine: { readonly name: string; readonly version: string },
): string {
  const expected = defaultOptionGroup(engine.name, engine.version);
  const identifier = name?.toLowerCase() ?? expected;
  if (identifier === expected) return identifier;
  const group = groups.find(location, identifier);
  if (group === undefined) {
    throw new AwsError('OptionGroupNotFoundFault', `Specified OptionGroupName: ${name} not found.`);
  }
  const major = majorVersion(engine);
  if (group.engine === engine.name && group.majorVersion === major) return identifier;
  throw new AwsError(
    'InvalidParameterCombination',
    `The option group ${identifier} is for ${group.engine} ${group.majorVersion} and can't be used here. Use one for ${engine.name} ${major}`,
  );
}

/** DescribeOptionGroups: the account's own; a default one is found by name. */
export const describeOptionGroups = simulated<DescribeOptionGroupsMessage, OptionGroupsMessage>(
  'DescribeOptionGroups',
  {
    OptionGroupName: true,
    EngineName: true,
    MajorEngineVersion: true,
    MaxRecords: true,
    Marker: true,
  },
  (context, input, call) => {
    const { location } = call;
    const name = input.OptionGroupName?.toLowerCase();
    call.authorize('rds:DescribeOptionGroups', rdsArn(location, 'og', name ?? '*'));
    const own = context.optionGroups.in(location);
    const named = name?.startsWith('default:') === true ? [defaultGroup(location, name)] : own;
    const found = named.filter(
      (group) =>
        (name === undefined || group.identifier === name) &&
        (input.EngineName === undefined || group.engine === input.EngineName) &&
        (input.MajorEngineVersion === undefined || group.majorVersion === input.MajorEngineVersion),
    );
    if (name !== undefined && found.length === 0) {
      throw new AwsError(
        'OptionGroupNotFoundFault',
        `Specified OptionGroupName: ${name} not found.`,
      );
    }
    const { items, ...rest } = page(found, ({ identifier }) => identifier, input);
    return {
      OptionGroupsList: items.map((group) => ({
        OptionGroupName: group.identifier,
        OptionGroupDescription: group.description,
        EngineName: group.engine,
        MajorEngineVersion: group.majorVersion,
        OptionGroupArn: rdsArn(location, 'og', group.identifier),
      })),
      ...rest,
    };
  },
);

function majorVersion(engine: { readonly name: string; readonly version: string }): string {
  return parameterFamily(engine.name, engine.version).slice(engine.name.length);
}

/** `default:<engine>-<major version with hyphens>` */
function defaultGroup(location: Location, identifier: string): OptionGroup {
  const [, engine = '', major = ''] = /^default:(.+?)-([\d-]+)$/.exec(identifier) ?? [];
  return {
    location,
    identifier,
    engine,
    majorVersion: major.replaceAll('-', '.'),
    description: `Default option group for ${engine} ${major}`,
    tags: new Map(),
  };
}
