import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'smol-toml';
import { deployTemplate, mapAt, resourcesOf, stackNames, templateOf } from './deploy-stack.ts';
import type { StackName } from './deploy-stack.ts';

interface Environment {
  readonly template_file: string;
  readonly stack_name: string;
  readonly region: string;
  readonly parameter_overrides: readonly string[];
}

const config = parse(readFileSync('samconfig.toml', 'utf8')) as unknown as Readonly<
  Record<string, { readonly deploy?: { readonly parameters: Environment } }>
>;
const environments = Object.entries(config).flatMap(([name, { deploy }]) =>
  deploy === undefined ? [] : [{ name: name as StackName, environment: deploy.parameters }],
);

/** `Name=value`, and `Name="a value with blanks"`. */
function parametersOf({ parameter_overrides: overrides }: Environment): Record<string, string> {
  return Object.fromEntries(
    overrides.map((text) => {
      const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(text) ?? [];
      return [name, value.replace(/^"(.*)"$/s, '$1').replaceAll('\\"', '"')];
    }),
  );
}

describe('samconfig.toml', () => {
  it('an environment is there for each stack', () => {
    expect(environments.map(({ name }) => name).toSorted()).toEqual([...stackNames].toSorted());
  });

  it.each(environments)('$name deploys what sam build writes for its stack', (one) => {
    const [, built = ''] =
      /^\.aws-sam\/build\/(\w+)\/template\.yaml$/.exec(one.environment.template_file) ?? [];
    const nested = resourcesOf('template.yaml', 'AWS::Serverless::Application').find(
      ([logicalId]) => logicalId === built,
    );

    expect(mapAt(nested?.[1], 'Properties')['Location']).toBe(`stacks/${one.name}.yaml`);
    expect(one.environment.stack_name).toBe(`understudy-${one.name}`);
  });

  it.each(environments)(
    '$name shows only parameters that its stack has',
    ({ name, environment }) => {
      const declared = Object.keys(mapAt(templateOf(`stacks/${name}.yaml`), 'Parameters'));

      expect(
        Object.keys(parametersOf(environment)).filter((one) => !declared.includes(one)),
      ).toEqual([]);
    },
  );

  // VPC Lattice isn't simulated: SAM's own tools check that stack.
  it.each(environments.filter(({ name }) => name !== 'access-lattice'))(
    '$name deploys with the parameters that it shows',
    async ({ name, environment }) => {
      const { stack } = await deployTemplate(`stacks/${name}.yaml`, {
        stackName: environment.stack_name,
        location: { accountId: '222222222222', region: environment.region },
        parameters: parametersOf(environment),
      });

      expect(Object.keys(stack.resources)).not.toHaveLength(0);
    },
  );

  it('sam local invoke finds the variables of the sample events', () => {
    const { local_invoke: local } = config['default'] as unknown as {
      local_invoke: { parameters: { env_vars: string } };
    };

    expect(existsSync(local.parameters.env_vars)).toBe(true);
  });
});
