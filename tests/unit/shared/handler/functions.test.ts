import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { base, context, eventNames, functionFiles, load, readJson } from './function-files.ts';

/** Stands for all of AWS: counts what it is asked, and refuses it. */
let calls = 0;
const aws = createServer((request, response) => {
  calls += 1;
  request.resume().on('end', () => response.writeHead(403).end());
});

beforeAll(async () => {
  aws.listen(0, '127.0.0.1');
  await once(aws, 'listening');
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(aws.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'AKIATARGET',
    AWS_SECRET_ACCESS_KEY: 'secret',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
});
afterAll(async () => {
  aws.close();
  aws.closeAllConnections();
  await once(aws, 'close');
});
beforeEach(() => {
  calls = 0;
});

const functions = functionFiles().map((file) => ({
  ...file,
  name: `${file.place}-${file.step}`,
}));

it('each function has a sample event, and each sample event a function', () => {
  expect(eventNames().toSorted()).toEqual(functions.map(({ name }) => name).toSorted());
});

it('only functions that read an environment variable are given one', () => {
  const configured = functions.filter(({ environment }) => Object.keys(environment).length > 0);
  expect(configured.map(({ name }) => name).toSorted()).toEqual(
    [
      'access-fill-targets',
      'access-sync-targets',
      'lab-prepare-database',
      'lab-probe-database',
      'source-copy-snapshot',
      'source-create-snapshot',
      'source-preflight',
      'source-prune-snapshots',
      'target-announce-retirement',
      'target-ask-approval',
      'source-report-failure',
      'target-preflight',
      'target-prune-snapshots',
      'target-report-failure',
      'target-report-recovery',
      'target-roll-back',
      'target-secure-snapshot',
      'target-start-recovery',
      'target-swap-names',
      'target-verify-mysql',
      'target-verify-postgresql',
    ].toSorted(),
  );
});

describe.each(functions)('the function $name', ({ name, ...file }) => {
  const sample = readJson(name) as Readonly<Record<string, unknown>>;

  it('the sample event is accepted by its function', async () => {
    const { input } = await load(file, file.environment);
    const result = input.safeParse(sample);
    expect(result.error?.issues ?? []).toEqual([]);
  });

  it("an event that lacks a field is refused by the field's name without a call of AWS", async () => {
    const { handler, input } = await load(file, file.environment);
    const needed = Object.keys(sample).filter((field) => {
      return !input.safeParse({ ...sample, [field]: undefined }).success;
    });
    expect(needed.length).toBeGreaterThan(0);
    for (const field of needed) {
      const { [field]: _, ...lacking } = sample;
      await expect(handler(lacking, context)).rejects.toMatchObject({
        name: 'InvalidInput',
        message: expect.stringMatching(
          new RegExp(`^the event is malformed: .*expected .*at ${field}`, 's'),
        ),
      });
    }
    expect(calls).toBe(0);
  });

  it.each([null, 'text', [], 7])('the event %j is refused without a call of AWS', async (event) => {
    const { handler } = await load(file, file.environment);
    await expect(handler(event, context)).rejects.toMatchObject({ name: 'InvalidInput' });
    expect(calls).toBe(0);
  });
});

const required = functions.flatMap(({ name, ...file }) =>
  Object.entries({ ...base, ...file.environment })
    .filter(([, value]) => value !== '' && Object.keys(file.environment).length > 0)
    .map(([variable]) => ({ name, file, variable })),
);

describe('the environment of functions', () => {
  it.each(required)(
    'the function $name does not start without $variable',
    async ({ file, variable }) => {
      const lacking = { ...file.environment, [variable]: undefined };
      await expect(load(file, lacking)).rejects.toMatchObject({
        name: 'InvalidEnvironment',
        message: expect.stringContaining(variable),
      });
      expect(calls).toBe(0);
    },
  );

  const checked =
    /ARN$|ACCOUNT_ID$|_REGION$|KIND$|ROUTE$|^MODE$|RETIREMENT|KEEP_|HOURS$|PER_DAY$|^HOLD$|APPROVAL|ON_FAIL|_NAMES$|ASSERT|PARTI|FOLLOWED|RANGES|DRY_RUN|FUNCTION$|LOGIN|_PORT$/;
  it.each(required.filter(({ variable }) => checked.test(variable) && variable !== 'AWS_REGION'))(
    'the function $name does not start with a malformed $variable',
    async ({ file, variable }) => {
      await expect(load(file, { ...file.environment, [variable]: 'x y' })).rejects.toMatchObject({
        name: 'InvalidEnvironment',
        message: expect.stringContaining(variable),
      });
    },
  );

  it.each([
    [
      'none',
      { DATABASE_SECRET_ARN: '', DATABASE_USER: '' },
      'DATABASE_SECRET_ARN, or DATABASE_USER',
    ],
    [
      'an assertion of a kind that is not known',
      { SQL_ASSERTIONS: '[{"name":"a"}]' },
      'SQL_ASSERTIONS',
    ],
  ])(
    'a verification function does not start with this login or assertion: %s',
    async (_what, changes, message) => {
      const file = functions.find(({ step }) => step === 'verify-postgresql');
      await expect(
        load(file as NonNullable<typeof file>, { ...file?.environment, ...changes }),
      ).rejects.toMatchObject({
        name: 'InvalidEnvironment',
        message: expect.stringContaining(message),
      });
    },
  );
});

describe('the options of an execution of the target', () => {
  const file = functions.find(({ name }) => name === 'target-preflight');
  const takes = async (more: object): Promise<boolean> => {
    const { input } = await load(file as NonNullable<typeof file>, file?.environment ?? {});
    return input.safeParse({ ...(readJson('target-preflight') as object), ...more }).success;
  };

  it.each([
    [{ hold: 'applications live here since 2 a.m.: see ticket/4711' }],
    [{ acceptLineage: 'cluster-ABC', acceptOlder: true, graceHours: 720 }],
    [{ mode: 'drill' }],
  ])('an execution of the target accepts the option %j', async (more) => {
    expect(await takes(more)).toBe(true);
  });

  // A hold becomes the value of a tag.
  it.each([
    [{ hold: '' }],
    [{ hold: 'h'.repeat(257) }],
    [{ hold: 'a "quoted" word' }],
    [{ hold: true }],
    [{ acceptLineage: '' }],
    [{ acceptLineage: true }],
    [{ acceptOlder: 'yes' }],
    [{ graceHours: 721 }],
    [{ mode: 'practice' }],
  ])('an execution of the target refuses the option %j', async (more) => {
    expect(await takes(more)).toBe(false);
  });
});

it('a valid event leads to calls of AWS, so that the count of none means something', async () => {
  const file = functions.find(({ name }) => name === 'source-create-snapshot');
  const { handler } = await load(file as NonNullable<typeof file>, {});
  await expect(handler(readJson('source-create-snapshot'), context)).rejects.toMatchObject({
    name: expect.any(String),
    $metadata: { httpStatusCode: 403 },
  });
  expect(calls).toBeGreaterThan(0);
});
