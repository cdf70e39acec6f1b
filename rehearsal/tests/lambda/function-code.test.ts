import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FunctionConfiguration, GetFunctionResponse } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Authorizer } from '../../aws/authorization/authorizer.ts';
import { FunctionCode } from '../../aws/lambda/function-code.ts';
import { lambdaService } from '../../aws/lambda/lambda-service.ts';
import { writeZip } from '../../aws/lambda/zip.ts';
import { copierArn, lambdaTrust, operator, role } from '../authorization/people.ts';
import { callerOf } from '../services/caller.ts';
import { SimulatorWithFunctions } from './simulator-with-functions.ts';

const region = 'eu-west-1';
const before = `export const handler = async () => 'before';`;
const after = writeZip(
  new Map([['function-1.mjs', Buffer.from(`export const handler = async () => 'after';`)]]),
);

type Someone = ReturnType<typeof operator> | ReturnType<typeof role>;

let simulator: SimulatorWithFunctions;
let code: FunctionCode;
let directory: string;
let authorizer: Authorizer;
let call: ReturnType<typeof callerOf>;
let arn: string;

beforeEach(async () => {
  simulator = await SimulatorWithFunctions.open();
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-code-'));
  authorizer = new Authorizer();
  const functions = () => simulator.functions;
  code = new FunctionCode(functions, simulator.clock, directory);
  call = callerOf(
    lambdaService(functions, code, () => 'http://127.0.0.1:9'),
    authorizer,
  );
  arn = await simulator.add(before, { tags: { stage: 'test' } });
});
afterEach(async () => {
  await simulator.close();
  await rm(directory, { recursive: true });
});

const ask = <Output>(name: string, input: object = {}): Promise<Output> =>
  call<Output>(operator(), region, name, { FunctionName: 'function-1', ...input });
const configuration = () => ask<FunctionConfiguration>('GetFunctionConfiguration');
const payload = async () => {
  const { payload: given } = await simulator.invoke(arn);
  return given;
};

describe('UpdateFunctionCode', () => {
  it('new code is in place once the update is over, also where an environment is warm', async () => {
    expect(await payload()).toBe('before');
    const asked = await ask<FunctionConfiguration>('UpdateFunctionCode', { ZipFile: after });
    expect(asked.LastUpdateStatus).toBe('InProgress');
    const during = simulator.start(arn);
    await simulator.clock.run(simulator.clock.sleep(2000));

    expect(await during).toEqual({ payload: 'before' });
    expect(await payload()).toBe('after');
    expect(await configuration()).toMatchObject({ LastUpdateStatus: 'Successful' });
  });

  it("the package's digest is told, and it changes with the code and comes back with it", async () => {
    const original = await ask<GetFunctionResponse>('GetFunction');
    const link = original.Code?.Location?.replace('http://127.0.0.1:9', '') ?? '';
    const zip = code.download(link);
    await ask('UpdateFunctionCode', { ZipFile: after });
    await simulator.clock.run(simulator.clock.sleep(2000));
    const changed = await configuration();
    await ask('UpdateFunctionCode', { ZipFile: zip });
    await simulator.clock.run(simulator.clock.sleep(2000));

    expect(changed.CodeSha256).not.toBe(original.Configuration?.CodeSha256);
    expect(changed.CodeSize).toBe(after.length);
    expect((await configuration()).CodeSha256).toBe(original.Configuration?.CodeSha256);
    expect(await payload()).toBe('before');
  });

  it('an update is refused while another one is in progress', async () => {
    await ask('UpdateFunctionCode', { ZipFile: after });

    await expect(ask('UpdateFunctionCode', { ZipFile: after })).rejects.toMatchObject({
      name: 'ResourceConflictException',
    });
  });

  it('an update of another revision than the last one is refused', async () => {
    const { RevisionId } = await configuration();
    await ask('UpdateFunctionCode', { ZipFile: after, RevisionId });
    await simulator.clock.run(simulator.clock.sleep(2000));

    await expect(ask('UpdateFunctionCode', { ZipFile: after, RevisionId })).rejects.toMatchObject({
      name: 'PreconditionFailedException',
    });
  });

  it.each([
    [{}, 'InvalidParameterValueException'],
    [{ ZipFile: Buffer.from('no zip') }, 'InvalidParameterValueException'],
    [{ ZipFile: Buffer.alloc(50 * 1024 * 1024 + 1) }, 'RequestTooLargeException'],
    [{ ZipFile: after, FunctionName: 'nobody' }, 'ResourceNotFoundException'],
    [{ ZipFile: after, Publish: true }, 'NotSimulated'],
    [{ ZipFile: after, Architectures: ['x86_64'] }, 'NotSimulated'],
    [{ S3Bucket: 'b', S3Key: 'k' }, 'NotSimulated'],
  ])('UpdateFunctionCode refuses what it should', async (input, name) => {
    await expect(ask('UpdateFunctionCode', input)).rejects.toMatchObject({ name });
  });
});

describe('GetFunction', () => {
  it('the link to the package is valid for ten minutes', async () => {
    const { Code } = await ask<GetFunctionResponse>('GetFunction');
    const link = Code?.Location?.replace('http://127.0.0.1:9', '') ?? '';

    expect(code.download(link)).toBeInstanceOf(Buffer);
    expect(code.download(`${link}0`)).toBe('expired');
    await simulator.clock.run(simulator.clock.sleep(600_000));
    expect(code.download(link)).toBe('expired');
  });

  it('the tags are left out for who may not list them', async () => {
    const mine = { Effect: 'Allow', Action: 'lambda:GetFunction', Resource: '*' } as const;
    authorizer.addRole(copierArn, {
      policies: [{ Statement: [mine] }],
      managedPolicyArns: [],
      trustPolicy: lambdaTrust,
    });
    expect((await described()).Tags).toEqual({ stage: 'test' });
    expect((await described(role())).Tags).toBeUndefined();
  });
});

describe("a function's tags", () => {
  it('tags are added, changed and taken away', async () => {
    await tag({ stage: 'live', 'understudy:x': '1' });
    expect(await tags()).toEqual({ stage: 'live', 'understudy:x': '1' });
    await call(operator(), region, 'UntagResource', { Resource: arn, TagKeys: ['stage', 'none'] });
    expect(await tags()).toEqual({ 'understudy:x': '1' });
  });

  it.each([
    { 'aws:x': '1' },
    { '': '1' },
    { a: 'b'.repeat(257) },
    { 'a,b': '1' },
    Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`tag-${index}`, ''])),
  ])('tags that Lambda takes none of are refused', async (wrong) => {
    await expect(tag(wrong)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  it('a policy may ask for a tag', async () => {
    allow('test');
    await expect(listAsRole()).resolves.toEqual({ Tags: { stage: 'test' } });
    allow('live');
    await expect(listAsRole()).rejects.toMatchObject({
      name: expect.stringMatching(/^AccessDenied/),
    });
  });
});

/** Lets the role list the tags of functions at a stage. */
function allow(stage: string): void {
  const statement = {
    Effect: 'Allow',
    Action: 'lambda:ListTags',
    Resource: '*',
    Condition: { StringEquals: { 'aws:ResourceTag/stage': stage } },
  } as const;
  authorizer.addRole(copierArn, {
    policies: [{ Statement: [statement] }],
    managedPolicyArns: [],
    trustPolicy: lambdaTrust,
  });
}

function listAsRole(): Promise<unknown> {
  return call(role(), region, 'ListTags', { Resource: arn });
}

function described(by: Someone = operator()): Promise<GetFunctionResponse> {
  return call(by, region, 'GetFunction', { FunctionName: arn });
}

async function tags(): Promise<object> {
  const { Tags } = await call<{ Tags: object }>(operator(), region, 'ListTags', { Resource: arn });
  return Tags;
}

function tag(Tags: object): Promise<unknown> {
  return call(operator(), region, 'TagResource', { Resource: arn, Tags });
}
