import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../scripts/checks/command.ts';
import { pythonEnvironment } from '../../scripts/checks/python-environment.ts';
import { translatedRules, writtenRules } from '../../scripts/sam/rules.ts';
import { SamTools } from '../../scripts/sam/tools.ts';
import { exportsOf } from './exports-of.ts';
import { unfilled, workflowsOf } from './placeholders.ts';
import { copyWith, removeCopy } from './project-copy.ts';
import type { Mistake } from './project-copy.ts';

const commands = await pythonEnvironment(console.error);
const source = 'stacks/source.yaml';
const copies: string[] = [];

afterEach(async () => {
  await Promise.all(copies.splice(0).map(removeCopy));
});

async function plant(...mistakes: readonly Mistake[]): Promise<string> {
  const copy = await copyWith(...mistakes);
  copies.push(copy);
  return copy;
}

async function toolsOn(...mistakes: readonly Mistake[]): Promise<SamTools> {
  return new SamTools(commands, await plant(...mistakes));
}

/** What the source nests; cfn-lint looks at both. */
const nested = ['stacks/operations.yaml', 'stacks/workflow-alarms.yaml'];

/** As check:sam lints what SAM makes of the source and what it nests. */
async function lintTranslated(tools: SamTools): Promise<Outcome> {
  const files = await tools.writeTranslated(await tools.translate([source, ...nested]));
  return tools.lint(files, translatedRules);
}

describe('a copy without a mistake', () => {
  it('a copy without a mistake passes the checks that the mistakes fail', async () => {
    const tools = await toolsOn();

    expect(await tools.lint([source], writtenRules)).toMatchObject({ passed: true, output: '' });
    expect(await lintTranslated(tools)).toMatchObject({ passed: true, output: '' });
    expect(await tools.build('Source/Preflight')).toMatchObject({ passed: true });
  });
});

describe('mistakes in a template', () => {
  it.each([
    ['a property that nobody knows', /Timeout: 60/, 'TimeOut: 60', 'E3002'],
    ['a runtime that Lambda no longer has', /nodejs24\.x/, 'nodejs14.x', 'E2531'],
    [
      'a retention that CloudWatch Logs refuses',
      /RetentionInDays: .*/,
      'RetentionInDays: 10',
      'E3030',
    ],
    ['a log group that says nothing of its end', /DeletionPolicy: RetainExcept.*\n/, '\n', 'I3011'],
    ['a YAML merge', /Metadata: \*bundle/, 'Metadata: { <<: *bundle }', 'W1100'],
  ])('cfn-lint finds a mistake in a template: %s', async (_mistake, text, instead, rule) => {
    const tools = await toolsOn({ file: source, text, instead });

    const { passed, output } = await tools.lint([source], writtenRules);

    expect(output).toContain(rule);
    expect(passed).toBe(false);
  });

  it('sam validate finds a mistake in a template: an unknown property', async () => {
    const tools = await toolsOn({ file: source, text: 'Timeout: 60', instead: 'TimeOut: 60' });

    expect(await tools.validate(source)).toMatchObject({
      passed: false,
      output: expect.stringContaining('TimeOut'),
    });
  });

  it('the translation fails on a resource of SAM without a required property', async () => {
    const tools = await toolsOn({ file: source, text: 'Handler: preflight.handler', instead: '' });

    await expect(tools.translate([source])).rejects.toThrow('Handler');
  });

  it('the translation fails on an event that SAM does not know', async () => {
    const tools = await toolsOn({ file: source, text: 'ScheduleV2', instead: 'ScheduleV3' });

    await expect(tools.translate([source])).rejects.toThrow('ScheduleV3');
  });
});

describe('mistakes in what SAM translates', () => {
  it.each([
    ['an action without a service', 'Action: sns:Publish', 'Action: snsPublish', 'W3037'],
    ['an action that no service has', 'Action: sns:Publish', 'Action: sns:Publishes', 'W3037'],
    [
      'an action that a mapping names and no service has',
      'rds:CreateDBClusterSnapshot',
      'rds:CreateDBClusterSnapshots',
      'W1034',
    ],
    ['an effect that there is none of', 'Effect: Allow', 'Effect: Alow', 'E3510'],
    ['a key that a statement has not', 'Action: sns:Publish', 'Acton: sns:Publish', 'E3510'],
    ['a resource that is no ARN', 'Resource: !Ref NoticesTopic', 'Resource: arn:aws:sns', 'E3510'],
    ['a resource that is nowhere', 'Resource: !Ref NoticesTopic', 'Resource: !Ref Topic', 'E1020'],
    [
      'a parameter that nobody uses',
      /Parameters:\n/,
      'Parameters:\n  Spare: { Type: String }\n',
      'W2001',
    ],
    ['a variable that is nowhere', '${TargetAWSRegion}:', '${TargetRegion}:', 'E1019'],
  ])(
    'cfn-lint finds a mistake in a translated template: %s',
    async (_mistake, text, instead, rule) => {
      const tools = await toolsOn({ file: source, text, instead });

      const { passed, output } = await lintTranslated(tools);

      expect(output).toContain(rule);
      expect(passed).toBe(false);
    },
  );
});

describe('mistakes between a stack and what it nests', () => {
  it('cfn-lint finds a parameter that the nested template does not have', async () => {
    const tools = await toolsOn({
      file: source,
      text: '        RpoHours: !Ref RpoHours\n',
      instead: '        RpoHour: !Ref RpoHours\n',
    });

    const { passed, output } = await lintTranslated(tools);

    expect(output).toContain('RpoHour');
    expect(passed).toBe(false);
  });
});

describe('mistakes between a stack and its workflow', () => {
  it.each([
    ['a placeholder without a substitution', source, /.*CreateSnapshotFunctionArn:.*\n/, ''],
    [
      'a placeholder by another name',
      'statemachines/source.asl.yaml',
      '${CreateSnapshotFunctionArn}',
      '${CreateSnapshotsFunctionArn}',
    ],
  ])(
    'the check of placeholders finds one that no substitution fills: %s',
    async (_mistake, file, text, instead) => {
      const copy = await plant({ file, text, instead });
      const translated = await new SamTools(commands, copy).translate([source]);

      const [workflow] = await workflowsOf(translated[source] ?? { Resources: {} }, copy);

      expect(workflow && unfilled(workflow)).toEqual([
        expect.stringMatching(/^CreateSnapshots?FunctionArn$/),
      ]);
    },
  );
});

describe('mistakes in code', () => {
  it('the built file shows a handler that its source does not export', async () => {
    const copy = await plant({
      file: 'functions/source/preflight.ts',
      text: 'export const handler =',
      instead: 'export const handle =',
    });

    await new SamTools(commands, copy).build('Source/Preflight');
    const built = path.join(copy, '.aws-sam', 'build', 'Source', 'Preflight', 'preflight.mjs');

    expect(await exportsOf(built)).not.toContain('handler');
  });

  it('sam build fails on a handler whose file does not exist', async () => {
    const tools = await toolsOn({
      file: source,
      text: 'Handler: preflight.handler',
      instead: 'Handler: preflights.handler',
    });

    expect(await tools.build('Source/Preflight')).toMatchObject({
      passed: false,
      output: expect.stringMatching(/entry point .*preflights does not exist/),
    });
  });

  it('sam build fails on an import of a file that does not exist', async () => {
    const tools = await toolsOn({
      file: 'functions/source/preflight.ts',
      text: '../shared/handler/step.ts',
      instead: '../shared/handler/steps.ts',
    });

    expect(await tools.build('Source/Preflight')).toMatchObject({
      passed: false,
      output: expect.stringContaining('steps.ts'),
    });
  });
});
