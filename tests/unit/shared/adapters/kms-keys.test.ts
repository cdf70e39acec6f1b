import { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { kmsAnswers } from '../../../../functions/shared/adapters/answers/kms.ts';
import {
  countCalls,
  takeCallCount,
} from '../../../../functions/shared/adapters/clients/call-counter.ts';
import { kmsKeys } from '../../../../functions/shared/adapters/kms-keys.ts';
import type { Keys } from '../../../../functions/shared/ports/keys.ts';
import { AwsError } from '../../../../rehearsal/aws/contracts.ts';
import { targetKeyArn } from '../../factories/locations.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ kms: ['DescribeKey'] });
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => world.reset());

const keys = (): Keys => kmsKeys(sortFailures(new KMSClient(world.simulator.client), kmsAnswers));

describe('kmsKeys', () => {
  it.each(['AWS', 'CUSTOMER'] as const)(
    'a key is read with its manager %s and state',
    async (manager) => {
      world.answer('DescribeKey', () => ({
        KeyMetadata: { KeyId: 'a', Arn: targetKeyArn, KeyManager: manager, KeyState: 'Disabled' },
      }));
      expect(await keys().describe(targetKeyArn)).toEqual({
        arn: targetKeyArn,
        manager,
        state: 'Disabled',
      });
      expect(world.met[0]?.input).toEqual({ KeyId: targetKeyArn });
    },
  );

  it('a missing key is read as undefined', async () => {
    world.answer('DescribeKey', () => {
      throw new AwsError('NotFoundException', 'Key does not exist');
    });
    expect(await keys().describe(targetKeyArn)).toBeUndefined();
  });

  // Defect class: swallowed exception.
  it('a key that KMS refuses to describe is an error, not a missing key', async () => {
    world.answer('DescribeKey', () => {
      throw new AwsError('AccessDeniedException', 'not authorized to perform: kms:DescribeKey');
    });
    await expect(keys().describe(targetKeyArn)).rejects.toMatchObject({
      name: 'Refused',
      message: expect.stringContaining('not authorized to perform: kms:DescribeKey'),
    });
  });
});

describe('countCalls', () => {
  it('the count of AWS calls includes each attempt and starts again once taken', async () => {
    const client = countCalls(
      sortFailures(
        new KMSClient({ ...world.simulator.client, maxAttempts: 3, retryMode: 'standard' }),
        kmsAnswers,
      ),
    );
    let attempts = 0;
    world.answer('DescribeKey', () => {
      attempts += 1;
      if (attempts < 3) throw new AwsError('ThrottlingException', 'Rate exceeded', 400);
      return { KeyMetadata: { KeyId: 'a' } };
    });
    takeCallCount();
    await kmsKeys(client).describe(targetKeyArn);
    expect(takeCallCount()).toBe(3);
    expect(takeCallCount()).toBe(0);
  });
});
