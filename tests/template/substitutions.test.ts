import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Definition } from '../../rehearsal/aws/states/definition.ts';
import { loadDefinition } from '../../rehearsal/aws/states/load-definition.ts';
import { callsOf } from '../../rehearsal/tests/deployment/recording-simulator.ts';
import { deployStack, mapAt, resourcesOf } from './deploy-stack.ts';

interface DeployedMachine {
  readonly name: string;
  readonly definition: Definition;
  readonly type: string;
}

async function machineAt(
  stack: 'source' | 'target',
  parameters: Readonly<Record<string, string>> = {},
): Promise<{ machine: DeployedMachine; functions: readonly string[] }> {
  const { asked } = await deployStack(stack, parameters);
  const [[, machine]] = callsOf(asked, 'createStateMachine') as [[unknown, DeployedMachine]];
  const functions = callsOf(asked, 'createFunction').map(
    ([, settings]) => (settings as { arn: string }).arn,
  );
  return { machine, functions };
}

/** The functions that a machine's Tasks call by their ARNs. */
function calledBy({ definition }: DeployedMachine): readonly string[] {
  return Object.values(definition.states).flatMap((state) => {
    if (state.type !== 'Task') return [];
    if (state.resource.kind === 'function') return [state.resource.arn];
    const { FunctionName: name } = state.arguments as unknown as { FunctionName: string };
    return name.startsWith('arn:') ? [name] : [];
  });
}

describe.each(['source', 'target'] as const)('the stack %s', (stack) => {
  const text = readFileSync(`statemachines/${stack}.asl.yaml`, 'utf8');
  const placeholders = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name));
  const [[, workflow] = [], ...others] = resourcesOf(
    `stacks/${stack}.yaml`,
    'AWS::Serverless::StateMachine',
  );
  const substitutions = mapAt(workflow, 'Properties', 'DefinitionSubstitutions');

  it('the stack has one workflow, with a substitution for every placeholder and no others', () => {
    expect(others).toEqual([]);
    expect(Object.keys(substitutions).toSorted()).toEqual([...placeholders].toSorted());
  });

  it('a placeholder without a substitution is refused, and a substitution without a placeholder', () => {
    const all = Object.fromEntries(
      [...placeholders].map((name) => [name, 'arn:aws:lambda:eu-west-1:111111111111:function:f']),
    );
    const { PreflightFunctionArn: _, ...less } = all;

    expect(() => loadDefinition(text, less)).toThrow('PreflightFunctionArn');
    expect(() => loadDefinition(text, { ...all, Spare: 'x' })).toThrow('Spare');
  });

  it('the workflow calls functions of its own stack, and all except the one that SNS calls', async () => {
    const { machine, functions } = await machineAt(stack);

    const uncalled = functions.filter((arn) => !calledBy(machine).includes(arn));

    expect(calledBy(machine).filter((arn) => !functions.includes(arn))).toEqual([]);
    expect(uncalled.map((arn) => /-([A-Za-z]+)-\w+$/.exec(arn)?.[1])).toEqual(
      stack === 'target' ? ['StartRecovery'] : [],
    );
  });

  it('the workflow is a Standard one, since a run takes hours and is started once', async () => {
    expect((await machineAt(stack)).machine.type).toBe('STANDARD');
  });
});

describe('the stack access', () => {
  const text = readFileSync('statemachines/access.asl.yaml', 'utf8');
  const placeholders = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name));
  const workflows = resourcesOf('stacks/access.yaml', 'AWS::Serverless::StateMachine');

  it('the access stack has one workflow, with a substitution for every placeholder and no others', () => {
    expect(workflows).toHaveLength(1);
    expect(
      Object.keys(mapAt(workflows[0]?.[1], 'Properties', 'DefinitionSubstitutions')).toSorted(),
    ).toEqual([...placeholders].toSorted());
  });
});

describe('the target workflow', () => {
  it.each([
    ['aurora-postgresql', 'VerifyPostgresql'],
    ['postgres', 'VerifyPostgresql'],
    ['aurora-mysql', 'VerifyMysql'],
    ['mysql', 'VerifyMysql'],
    ['mariadb', 'VerifyMysql'],
  ])('the target workflow verifies %s by %s', async (engine, logicalId) => {
    const { machine, functions } = await machineAt('target', {
      Engine: engine,
      DatabaseKind: engine.startsWith('aurora') ? 'cluster' : 'instance',
    });

    const verifying = functions.filter((arn) => arn.includes('-Verify'));

    expect(verifying).toHaveLength(1);
    expect(verifying[0]).toContain(`-${logicalId}-`);
    expect(calledBy(machine).filter((arn) => arn === verifying[0])).toHaveLength(4);
  });

  it('the target workflow calls the access stack by the name that was given', async () => {
    const { machine } = await machineAt('target', {
      SyncTargetsFunctionName: 'access-SyncTargets',
    });

    expect(machine.definition.states['SyncTargets']).toMatchObject({
      resource: { arn: 'arn:aws:states:::lambda:invoke' },
      arguments: { FunctionName: "{% 'access-SyncTargets' %}" },
    });
  });
});
