import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { source } from '../../plays/scene/locations.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { deployAll, emptySimulator, pass, publish, sampleNotice } from './deployed-simulator.ts';
import type { EmptySimulator } from './deployed-simulator.ts';
import { playScene } from './scene.ts';

describe('the one-call route', () => {
  it('a copy in one call that AWS refuses ends with the name of its parameter', async () => {
    const { report } = await playScene(
      { copyRoute: 'one-call' },
      { simulator: { oneCallClusterCopy: false } },
    );

    expect(report).toMatchObject({
      status: 'FAILED',
      failure: {
        error: 'OneCallCopyRefused',
        cause: expect.stringMatching(
          /^at SecureSnapshot: AWS refused to copy .* in one call .*: set CopyRoute to two-step/,
        ),
      },
    });
  });

  it.each([
    ['aws-managed', 'the aws/rds key'],
    ['aws-owned', 'an AWS-owned key'],
  ] as const)(
    'a database that is %s with CopyRoute=one-call is refused before anything is made',
    async (encryption, key) => {
      const { report, simulator } = await playScene({ copyRoute: 'one-call', encryption });

      expect(report).toMatchObject({
        status: 'FAILED',
        failure: {
          error: 'EncryptionImpossible',
          cause: expect.stringContaining(
            `at Preflight: a snapshot under ${key} can't be shared, so CopyRoute=one-call can't work`,
          ),
        },
      });
      expect(simulator.calls.map(({ operation }) => operation)).not.toContain(
        'CreateDBClusterSnapshot',
      );
    },
  );
});

describe('a simulator without databases', () => {
  let place: EmptySimulator;
  let simulator: Simulator;
  beforeEach(async () => {
    place = await emptySimulator();
    ({ simulator } = place);
  });
  afterEach(() => place.close());

  describe('notices to the target', () => {
    const unrelated = { accountId: '333333333333', region: 'eu-west-1', identifier: 'orders' };

    it.each([
      { of: 'another version', changes: { version: 2 }, reason: /unexpected version: expected 1/ },
      {
        of: 'an unrelated account',
        changes: { source: { ...unrelated, resourceId: 'cluster-X' } },
        reason: /unexpected source account: expected 111111111111, found 333333333333/,
      },
    ])('a notice of $of is refused, counted and kept', async ({ changes, reason }) => {
      const deployed = await deployAll(simulator);
      const notice = await sampleNotice(changes);

      await publish(simulator, deployed, notice);
      await pass(simulator, 10);

      const refused = simulator.metrics.metrics('NoticesRefused');
      const kept = simulator.sqs.messages(deployed.target.resources['FailedNotices']?.arn ?? '');
      expect(refused.flatMap(({ values }) => values)).toEqual([1, 1, 1]);
      expect(simulator.metrics.invalidMetrics()).toEqual([]);
      expect(simulator.logLines).toContainEqual(expect.stringMatching(reason));
      expect(kept.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
        {
          Records: [expect.objectContaining({ Sns: expect.objectContaining({ Message: notice }) })],
        },
      ]);
      expect(place.begun).toEqual([]);
    });

    it('a notice that comes twice starts one run', async () => {
      const deployed = await deployAll(simulator);
      simulator.sns.setFaults({ copies: 2, delayMilliseconds: 0 });

      await publish(simulator, deployed, await sampleNotice());
      await pass(simulator, 10);

      const asked = simulator.calls.filter(({ operation }) => operation === 'StartExecution');
      expect(asked).toHaveLength(2);
      expect(place.begun).toHaveLength(1);
      expect(simulator.metrics.metrics('NoticesRefused')).toEqual([]);
    });
  });

  describe('the capture schedule', () => {
    const threeInTokyo = Date.parse('2026-03-02T18:00:00Z');

    it('the capture schedule fires at its time in its own time zone', async () => {
      await simulator.clock.run(
        simulator.clock.hold(() =>
          simulator.deploy({
            location: source,
            stackName: 'understudy-source-in-tokyo',
            templateFile: 'stacks/source.yaml',
            parameters: {
              SourceAWSRegion: 'eu-west-1',
              TargetAWSRegion: 'eu-central-1',
              SourceDBClusterIdentifier: 'orders',
              DestinationAccountNumber: '222222222222',
              KMSKey: 'arn:aws:kms:eu-central-1:111111111111:key/recovery',
              ScheduleExpression: 'cron(0 3 * * ? *)',
              ScheduleTimezone: 'Asia/Tokyo',
            },
          }),
        ),
      );

      await pass(simulator, 20 * 60);

      expect(place.begun).toHaveLength(1);
      // Scheduler starts its targets within the minute.
      const [run] = place.begun;
      expect(run?.at).toBeGreaterThanOrEqual(threeInTokyo);
      expect(run?.at).toBeLessThan(threeInTokyo + 60_000);
    });
  });
});
