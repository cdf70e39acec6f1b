import { describe, expect, it } from '@jest/globals';
import {
  checkPresignedUrl,
  type PresignedCopy,
} from '../../aws/services/rds/snapshots/presigned-url.ts';

const source = 'arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:orders-1';
const copy: PresignedCopy = {
  operation: 'CopyDBClusterSnapshot',
  sourceMember: 'SourceDBClusterSnapshotIdentifier',
  source,
  sourceRegion: 'eu-west-1',
  region: 'eu-central-1',
  keyId: 'alias/recovery',
  encrypted: true,
};

function url(query: Record<string, string> = {}): string {
  const parameters = new URLSearchParams({
    Action: 'CopyDBClusterSnapshot',
    Version: '2014-10-31',
    KmsKeyId: 'alias/recovery',
    DestinationRegion: 'eu-central-1',
    SourceDBClusterSnapshotIdentifier: source,
    ...query,
  });
  return `https://rds.eu-west-1.amazonaws.com:4566/?${parameters.toString()}`;
}

describe('the pre-signed URL of a copy', () => {
  it('a pre-signed URL that matches the request passes', () => {
    expect(() => checkPresignedUrl(url(), copy)).not.toThrow();
  });

  it.each([
    ['another operation', { Action: 'CopyDBSnapshot' }],
    ['another key', { KmsKeyId: 'alias/other' }],
    ['another destination', { DestinationRegion: 'eu-west-2' }],
    ['another source', { SourceDBClusterSnapshotIdentifier: 'other' }],
  ])('a pre-signed URL is refused with %s', (_what, query) => {
    expect(() => checkPresignedUrl(url(query as Record<string, string>), copy)).toThrow(
      expect.objectContaining({ name: 'InvalidParameterValue' }),
    );
  });

  it('a pre-signed URL that is no URL is refused', () => {
    expect(() => checkPresignedUrl('nonsense', copy)).toThrow('PreSignedUrl');
  });

  it('a pre-signed URL is refused for a copy within a Region', () => {
    const within = { ...copy, sourceRegion: 'eu-central-1' };
    expect(() => checkPresignedUrl(url(), within)).toThrow('same Region');
    expect(() => checkPresignedUrl(undefined, within)).not.toThrow();
  });

  it('a pre-signed URL is needed for encrypted snapshots between GovCloud Regions only', () => {
    const gov = { ...copy, sourceRegion: 'us-gov-east-1', region: 'us-gov-west-1' };
    expect(() => checkPresignedUrl(undefined, gov)).toThrow('must be specified');
    expect(() => checkPresignedUrl(undefined, { ...gov, encrypted: false })).not.toThrow();
    expect(() => checkPresignedUrl(undefined, copy)).not.toThrow();
  });
});
