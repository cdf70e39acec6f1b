import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isList, show } from '../../rehearsal/aws/deployment/template-value.ts';
import type { TemplateValue } from '../../rehearsal/aws/deployment/template-value.ts';
import { tasksOf } from '../workflow/machine.ts';
import { mapAt, resourcesOf, templateOf } from './deploy-stack.ts';
import { variablesReadBy } from './sources.ts';

const functionType = 'AWS::Serverless::Function';

/** VerifyDatabase is a function for each SQL, and a step four times. */
const verifying = {
  functions: ['VerifyPostgresql', 'VerifyMysql'],
  states: ['VerifyDatabase', 'VerifyLiveName', 'VerifyFinally', 'VerifyOnceMore'],
};
/** Steps that do at another moment what another one's function does. */
const borrowed: Readonly<Record<string, string>> = {
  PlanAgain: 'Preflight',
  DiscardLeftover: 'DiscardCluster',
};
/** Called by SNS; called by CloudFormation. */
const stateless = ['StartRecovery', 'FillTargets'];
/** Waits for an answer, and so calls its function through the integration. */
const asking = 'AskApproval';
/** Of another stack. */
const foreign = { source: [], target: ['SyncTargets'], access: [] } as Record<string, string[]>;

const runtimeVariables = new Set(['NODE_OPTIONS']);
/** The same for every function, and not in the samples. */
const everywhere = new Set([...runtimeVariables, 'POWERTOOLS_SERVICE_NAME']);
/** Lambda sets it by itself. */
const lambdaVariables = ['AWS_REGION'];

function kebab(logicalId: string): string {
  return logicalId.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

/** The function that `lambda:invoke.waitForTaskToken` is told to call. */
function calledThrough({ arguments: given }: ReturnType<typeof tasksOf>[number][1]): unknown {
  return (given as unknown as { FunctionName: string }).FunctionName.split(':').at(-1);
}

function list(value: TemplateValue): readonly TemplateValue[] {
  return isList(value) ? value : [value];
}

function titled(stack: string): string {
  return stack.charAt(0).toUpperCase() + stack.slice(1);
}

describe.each(['source', 'target', 'access', 'lab'] as const)('the stack %s', (stack) => {
  const file = `stacks/${stack}.yaml`;
  const functions = resourcesOf(file, functionType);
  const shared = mapAt(templateOf(file), 'Globals', 'Function');
  const handlers = functions.map(([logicalId]) => logicalId);

  it.each(functions)('the function %s is built from its own file', (logicalId, resource) => {
    const properties = { ...shared, ...mapAt(resource, 'Properties') };
    const handler = `${kebab(logicalId)}.handler`;
    const { EntryPoints: entryPoints = [kebab(logicalId)] } = mapAt(
      resource,
      'Metadata',
      'BuildProperties',
    );

    const built = list(entryPoints).map((entryPoint) =>
      normalize(join('stacks', show(properties['CodeUri']), show(entryPoint).replace(/\.ts$/, ''))),
    );

    expect(properties['Handler']).toBe(handler);
    expect(built).toEqual([`functions/${stack}/${kebab(logicalId)}`]);
  });

  it('every file in the folder has a function', () => {
    const files = readdirSync(`functions/${stack}`)
      .filter((name) => name.endsWith('.ts'))
      .toSorted();

    expect(files).toEqual(handlers.map((logicalId) => `${kebab(logicalId)}.ts`).toSorted());
  });

  it('every function has a sample event', () => {
    const events = readdirSync('events').filter((name) => name.startsWith(`${stack}-`));

    expect(events.toSorted()).toEqual(
      handlers.map((logicalId) => `${stack}-${kebab(logicalId)}.json`).toSorted(),
    );
  });

  it.each(functions)(
    'the function %s is given the variables that it reads, and no others',
    (logicalId, resource) => {
      const given = [shared, mapAt(resource, 'Properties')]
        .filter((properties) => 'Environment' in properties)
        .flatMap((properties) => Object.keys(mapAt(properties, 'Environment', 'Variables')));

      const handedOn = given.filter((name) => !runtimeVariables.has(name));

      expect([...handedOn, ...lambdaVariables].toSorted()).toEqual(
        variablesReadBy(`functions/${stack}/${kebab(logicalId)}.ts`).toSorted(),
      );
    },
  );

  it('the variables of functions are in events/environment.json as well', () => {
    const environment = JSON.parse(readFileSync('events/environment.json', 'utf8')) as Record<
      string,
      Readonly<Record<string, string>>
    >;
    const expected = functions.flatMap(([logicalId, { Properties: properties }]) => {
      const variables = [shared, mapAt(properties)]
        .filter((one) => 'Environment' in one)
        .flatMap((one) => Object.keys(mapAt(one, 'Environment', 'Variables')));
      const own = variables.filter((name) => !everywhere.has(name));
      return own.length === 0 ? [] : [[`${titled(stack)}/${logicalId}`, own.toSorted()] as const];
    });

    const sampled = Object.entries(environment)
      .filter(([name]) => name.startsWith(`${titled(stack)}/`))
      .map(([name, variables]) => [name, Object.keys(variables).toSorted()] as const);

    expect(Object.fromEntries(sampled)).toEqual(Object.fromEntries(expected));
  });
});

describe.each(['source', 'target', 'access'] as const)('the workflow of the stack %s', (stack) => {
  const file = `stacks/${stack}.yaml`;
  const functions = resourcesOf(file, functionType);
  const shared = mapAt(templateOf(file), 'Globals', 'Function');
  const handlers = functions.map(([logicalId]) => logicalId);

  it('every function has a step under the same name', () => {
    const states = tasksOf(stack).map(([name]) => name);
    const steps = handlers.filter(
      (name) => !stateless.includes(name) && !verifying.functions.includes(name),
    );
    const others =
      stack === 'target'
        ? [...verifying.states, ...Object.keys(borrowed), ...(foreign[stack] ?? [])]
        : [];

    expect(states.toSorted()).toEqual([...steps, ...others].toSorted());
  });

  it.each(tasksOf(stack))('the step %s calls the function of that name', (name, task) => {
    const called = task.resource.arn.split(':').at(-1);
    const [step, resource] = verifying.states.includes(name)
      ? ['understudy-VerifyDatabase', called]
      : foreign[stack]?.includes(name)
        ? ['lambda:invoke', task.resource.arn.split(':').slice(-2).join(':')]
        : [`understudy-${borrowed[name] ?? name}`, name === asking ? calledThrough(task) : called];

    expect(resource).toBe(step);
  });

  const answered = tasksOf(stack).filter(([name]) => name !== asking);

  it.each(answered)('the step %s has more time than its function takes at most', (name, task) => {
    const own = functions.find(([logicalId]) =>
      verifying.states.includes(name)
        ? logicalId === 'VerifyMysql'
        : logicalId === (borrowed[name] ?? name),
    );
    const timeout = mapAt(own?.[1] ?? { Properties: {} }, 'Properties')['Timeout'];

    expect(task.timeoutSeconds).toBeGreaterThan(Number(timeout ?? shared['Timeout']));
  });

  it('the workflow may call the functions that it calls', () => {
    const [[, workflow] = []] = resourcesOf(file, 'AWS::Serverless::StateMachine');
    const { Policies: policies } = mapAt(workflow, 'Properties');

    const written = JSON.stringify(policies);

    for (const logicalId of handlers.filter((name) => !stateless.includes(name))) {
      expect(written).toContain(JSON.stringify({ 'Fn::GetAtt': [logicalId, 'Arn'] }));
    }
  });
});
