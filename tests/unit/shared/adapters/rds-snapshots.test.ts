// One file: both kinds of snapshots, operation by operation, held against each other.
import { RDSClient } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sortFailures } from '../../../../functions/shared/adapters/clients/sort-failures.ts';
import { rdsAnswers } from '../../../../functions/shared/adapters/answers/rds.ts';
import { clusterSnapshots } from '../../../../functions/shared/adapters/rds-cluster-snapshots.ts';
import { instanceSnapshots } from '../../../../functions/shared/adapters/rds-instance-snapshots.ts';
import type { Snapshots } from '../../../../functions/shared/ports/snapshots.ts';
import { AwsError } from '../../../../rehearsal/aws/contracts.ts';
import { targetKeyArn } from '../../factories/locations.ts';
import { inPages, startWorld } from './world.ts';
import type { World } from './world.ts';

const operations = [
  'Copy?',
  'Create?',
  'Delete?',
  'Describe?Attributes',
  'Describe?s',
  'Modify?Attribute',
];

let world: World;
beforeAll(async () => {
  world = await startWorld({
    rds: [
      'AddTagsToResource',
      'RemoveTagsFromResource',
      'DescribeAccountAttributes',
      ...['DBClusterSnapshot', 'DBSnapshot'].flatMap((noun) =>
        operations.map((operation) => operation.replace('?', noun)),
      ),
    ],
  });
});
afterAll(() => world.simulator.endpoint.close());
beforeEach(() => world.reset());

/** The two kinds differ in nouns; what is asked and read is the same. */
const kinds = [
  {
    noun: 'DBClusterSnapshot',
    database: 'DBClusterIdentifier',
    resource: 'DbClusterResourceId',
    encrypted: 'StorageEncrypted',
    copiedFrom: 'SourceDBClusterSnapshotArn',
    quota: 'ManualClusterSnapshots',
    arn: 'arn:aws-cn:rds:cn-north-1:111111111111:cluster-snapshot:nightly',
    make: clusterSnapshots,
  },
  {
    noun: 'DBSnapshot',
    database: 'DBInstanceIdentifier',
    resource: 'DbiResourceId',
    encrypted: 'Encrypted',
    copiedFrom: 'SourceDBSnapshotIdentifier',
    quota: 'ManualSnapshots',
    arn: 'arn:aws-cn:rds:cn-north-1:111111111111:snapshot:nightly',
    make: instanceSnapshots,
  },
] as const;

describe.each(kinds)('the adapter of $noun', (kind) => {
  const { noun, database, resource, encrypted, copiedFrom, quota, arn, make } = kind;
  let snapshots: Snapshots;
  beforeAll(() => {
    snapshots = make(sortFailures(new RDSClient(world.simulator.client), rdsAnswers));
  });
  const identifier = `${noun}Identifier`;
  const described = {
    [identifier]: 'nightly',
    [`${noun}Arn`]: arn,
    [database]: 'orders',
    [resource]: 'cluster-SOURCE',
    Status: 'copying',
    PercentProgress: 37,
    SnapshotCreateTime: new Date('2026-01-05T10:31:00.000Z'),
    Engine: 'aurora-postgresql',
    EngineVersion: '16.4',
    [encrypted]: true,
    StorageEncryptionType: 'sse-kms',
    KmsKeyId: targetKeyArn,
    [copiedFrom]: 'arn:of-the-original',
    TagList: [{ Key: 'understudy:part', Value: 'copy' }],
  };

  it('a snapshot is read with its state, age, encryption and tags', async () => {
    world.answer(`Describe${noun}s`, () => ({ [`${noun}s`]: [described] }));
    expect(await snapshots.find('nightly')).toEqual({
      identifier: 'nightly',
      arn,
      databaseIdentifier: 'orders',
      databaseResourceId: 'cluster-SOURCE',
      status: 'copying',
      percentProgress: 37,
      createdAt: '2026-01-05T10:31:00.000Z',
      copiedFrom: 'arn:of-the-original',
      engine: 'aurora-postgresql',
      engineVersion: '16.4',
      encryption: { type: 'sse-kms', encrypted: true, keyArn: targetKeyArn },
      tags: { 'understudy:part': 'copy' },
    });
    expect(world.met[0]?.input).toEqual({ [identifier]: 'nightly' });
  });

  it('a snapshot is as old as its data, whether copied or not', async () => {
    const original = new Date('2026-01-05T09:00:00.000Z');
    // A copied cluster snapshot says no other time than when its original was taken.
    const times =
      noun === 'DBSnapshot'
        ? { OriginalSnapshotCreateTime: original }
        : { SnapshotCreateTime: original };
    world.answer(`Describe${noun}s`, () => ({ [`${noun}s`]: [{ ...described, ...times }] }));
    expect(await snapshots.find('nightly')).toMatchObject({ createdAt: original.toISOString() });
  });

  it.each([identifier, `${noun}Arn`, 'Engine', 'EngineVersion'])(
    'a described snapshot without its %s is an error',
    async (field) => {
      world.answer(`Describe${noun}s`, () => ({ [`${noun}s`]: [{ ...described, [field]: '' }] }));
      await expect(snapshots.find('nightly')).rejects.toMatchObject({
        name: 'AnswerUnreadable',
        message: expect.stringContaining(field),
      });
    },
  );

  it('a shared snapshot is looked up by its ARN', async () => {
    world.answer(`Describe${noun}s`, () => ({ [`${noun}s`]: [] }));
    expect(await snapshots.find(arn)).toBeUndefined();
    expect(world.met[0]?.input).toEqual({ [identifier]: arn, IncludeShared: true });
  });

  it('a missing snapshot is read as undefined, and its deletion succeeds', async () => {
    const missing = () => {
      throw new AwsError(`${noun}NotFoundFault`, 'not found');
    };
    world.answer(`Describe${noun}s`, missing);
    world.answer(`Delete${noun}`, missing);
    expect(await snapshots.find('nightly')).toBeUndefined();
    await expect(snapshots.delete('nightly')).resolves.toBeUndefined();
  });

  // Defect class: first page only.
  it('the manual snapshots of a database are listed by its name from every page', async () => {
    const many = Array.from({ length: 203 }, () => described);
    world.answer(`Describe${noun}s`, inPages(`${noun}s`, many));
    expect(await snapshots.ofDatabase('orders')).toHaveLength(203);
    expect(world.met).toHaveLength(3);
    expect(world.met[0]?.input).toEqual({ [database]: 'orders', SnapshotType: 'manual' });
  });

  // Row 9: whose a snapshot is, a name doesn't say.
  it('the manual snapshots of a database are listed by its resource id from every page', async () => {
    const many = Array.from({ length: 203 }, () => described);
    world.answer(`Describe${noun}s`, inPages(`${noun}s`, many));
    expect(await snapshots.ofResource('cluster-SOURCE')).toHaveLength(203);
    expect(world.met).toHaveLength(3);
    expect(world.met[0]?.input).toEqual({ [resource]: 'cluster-SOURCE', SnapshotType: 'manual' });
  });

  it('a snapshot has no resource id of its database where AWS does not say it', async () => {
    const { [resource]: _, ...nobodys } = described;
    world.answer(`Describe${noun}s`, () => ({ [`${noun}s`]: [nobodys] }));
    expect((await snapshots.find('nightly'))?.databaseResourceId).toBeUndefined();
  });

  it('the manual snapshots of the account are listed from every page', async () => {
    const many = Array.from({ length: 203 }, () => described);
    world.answer(`Describe${noun}s`, inPages(`${noun}s`, many));
    expect(await snapshots.all()).toHaveLength(203);
    expect(world.met).toHaveLength(3);
    expect(world.met[0]?.input).toEqual({ SnapshotType: 'manual' });
  });

  it("the quota of manual snapshots is found among the account's quotas", async () => {
    const other = { AccountQuotaName: 'DBInstances', Used: 1, Max: 40 };
    world.answer('DescribeAccountAttributes', () => ({
      AccountQuotas: [other, { AccountQuotaName: quota, Used: 17, Max: 150 }],
    }));
    expect(await snapshots.quota()).toEqual({ used: 17, maximum: 150 });
    world.answer('DescribeAccountAttributes', () => ({ AccountQuotas: [other] }));
    expect(await snapshots.quota()).toBeUndefined();
  });

  it('a snapshot is tagged by its ARN', async () => {
    world.answer('AddTagsToResource', () => ({}));
    await snapshots.tag(arn, { a: 'b' });
    expect(world.met[0]?.input).toEqual({ ResourceName: arn, Tags: [{ Key: 'a', Value: 'b' }] });
  });

  it('a snapshot that AWS does not delete now throws NotInState', async () => {
    world.answer(`Delete${noun}`, () => {
      throw new AwsError(`Invalid${noun}StateFault`, 'being copied');
    });
    await expect(snapshots.delete('nightly')).rejects.toMatchObject({ name: 'NotInState' });
  });

  it('tags are taken from a snapshot by its ARN', async () => {
    world.answer('RemoveTagsFromResource', () => ({}));
    await snapshots.untag(arn, ['a', 'b']);
    expect(world.met[0]?.input).toEqual({ ResourceName: arn, TagKeys: ['a', 'b'] });
  });

  it('a snapshot is created with its tags', async () => {
    world.answer(`Create${noun}`, () => ({ [noun]: described }));
    const request = { identifier: 'nightly', databaseIdentifier: 'orders', tags: { a: 'b' } };
    expect((await snapshots.create(request)).status).toBe('copying');
    expect(world.met[0]?.input).toEqual({
      [identifier]: 'nightly',
      [database]: 'orders',
      Tags: [{ Key: 'a', Value: 'b' }],
    });
  });

  it.each([
    ['under a key', targetKeyArn],
    ['without a key', undefined],
  ])('a snapshot is copied %s', async (_what, keyArn) => {
    world.answer(`Copy${noun}`, () => ({ [noun]: described }));
    // Of the client's own Region: across Regions the client signs a URL for the source besides.
    const sourceArn = arn.replace('aws-cn', 'aws').replace('cn-north-1', 'eu-central-1');
    await snapshots.copy({ sourceArn, identifier: 'copy', keyArn, tags: { a: 'b' } });
    expect(world.met[0]?.input).toEqual({
      [`Source${identifier}`]: sourceArn,
      [`Target${identifier}`]: 'copy',
      ...(keyArn && { KmsKeyId: keyArn }),
      Tags: [{ Key: 'a', Value: 'b' }],
    });
  });

  it('a snapshot is copied from another Region with a URL that the client signs', async () => {
    world.answer(`Copy${noun}`, () => ({ [noun]: described }));
    const sourceArn = arn.replace('aws-cn', 'aws').replace('cn-north-1', 'eu-west-1');
    await snapshots.copy({ sourceArn, identifier: 'copy', tags: {} });
    expect(world.met[0]?.input.PreSignedUrl).toMatch(/eu-west-1/);
  });

  it('a snapshot is read with the accounts that it is shared with', async () => {
    const attributes = (...list: readonly object[]) => ({
      [`${noun}AttributesResult`]: { [`${noun}Attributes`]: list },
    });
    world.answer(`Describe${noun}Attributes`, () =>
      attributes(
        { AttributeName: 'other', AttributeValues: ['all'] },
        { AttributeName: 'restore', AttributeValues: ['222222222222', '333333333333'] },
      ),
    );
    expect(await snapshots.sharedWith('nightly')).toEqual(['222222222222', '333333333333']);
    world.answer(`Describe${noun}Attributes`, () => attributes());
    expect(await snapshots.sharedWith('nightly')).toEqual([]);
  });

  it.each([
    [['1'], [], { ValuesToAdd: ['1'] }],
    [[], ['2', '3'], { ValuesToRemove: ['2', '3'] }],
    [['1'], ['2'], { ValuesToAdd: ['1'], ValuesToRemove: ['2'] }],
  ])('a snapshot is shared with %j and no longer with %j', async (add, remove, expected) => {
    world.answer(`Modify${noun}Attribute`, () => ({}));
    await snapshots.share('nightly', { add, remove });
    expect(world.met[0]?.input).toEqual({
      [identifier]: 'nightly',
      AttributeName: 'restore',
      ...expected,
    });
  });

  // Defect class: err.code for err.name. One code stands for two things.
  it.each([
    [`${noun}AlreadyExistsFault`, 'exists', 'AlreadyExists', 'exists'],
    [`Invalid${noun}StateFault`, 'busy', 'NotInState', 'busy'],
    [
      'SnapshotQuotaExceededFault',
      'Cannot copy more than 5 snapshots across regions',
      'CopiesBusy',
      'Cannot copy more than 5',
    ],
    [
      'SnapshotQuotaExceededFault',
      'Cannot create more than 100 manual snapshots',
      'SnapshotQuotaFull',
      'manual snapshots: delete manual snapshots in this Region',
    ],
    [
      'SnapshotQuotaExceededFault',
      'The maximum number of snapshot copies in progress is reached',
      'CopiesBusy',
      'in progress',
    ],
    [
      'KMSKeyNotAccessibleFault',
      'The specified KMS key [None] does not exist',
      'Refused',
      'KMSKeyNotAccessibleFault: The specified',
    ],
    [
      'InvalidParameterValue',
      'cross-account copy',
      'Refused',
      'InvalidParameterValue: cross-account copy',
    ],
    [`${noun}NotFoundFault`, 'not shared', 'Refused', 'not shared'],
    ['Throttling', 'Rate exceeded', 'ServiceUnavailable', 'Throttling: Rate exceeded'],
    ['CustomAvailabilityZoneNotFoundFault', 'what', 'CustomAvailabilityZoneNotFoundFault', 'what'],
  ])('a copy that AWS refuses with %s "%s" throws %s', async (fault, message, name, told) => {
    world.answer(`Copy${noun}`, () => {
      throw new AwsError(fault, message, 400);
    });
    const request = { sourceArn: 'nightly', identifier: 'copy', tags: {} };
    await expect(snapshots.copy(request)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(told),
    });
  });

  // Defect class: swallowed exception.
  it('a look at a snapshot that AWS denies is refused', async () => {
    for (const operation of [`Delete${noun}`, `Describe${noun}s`, `Describe${noun}Attributes`]) {
      world.answer(operation, () => {
        throw new AwsError('AccessDenied', 'no', 403);
      });
    }
    await expect(snapshots.find('nightly')).rejects.toMatchObject({ name: 'Refused' });
    await expect(snapshots.delete('nightly')).rejects.toMatchObject({ name: 'Refused' });
    await expect(snapshots.sharedWith('nightly')).rejects.toMatchObject({ name: 'Refused' });
    await expect(snapshots.ofDatabase('orders')).rejects.toMatchObject({ name: 'Refused' });
  });
});
