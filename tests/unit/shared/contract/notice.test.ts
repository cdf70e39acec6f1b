import { describe, expect, it } from '@jest/globals';
import { readNotice } from '../../../../functions/shared/contract/notice.ts';
import type { Notice } from '../../../../functions/shared/contract/notice.ts';
import { aNotice } from '../../factories/notices.ts';
import { captureTopicArn } from '../../factories/locations.ts';

const expected = {
  topicArn: captureTopicArn,
  accountId: '111111111111',
  regions: ['eu-west-1', 'eu-central-1'],
};

function read(document: unknown, topicArn = captureTopicArn): Notice {
  return readNotice({ topicArn, body: JSON.stringify(document) }, expected);
}

function refusal(message: string): unknown {
  return expect.objectContaining({
    name: 'NoticeRefused',
    message: expect.stringContaining(message),
  });
}

const ours = 'arn:aws:rds:eu-central-1:111111111111:cluster-snapshot:nightly';

describe('readNotice', () => {
  it('a notice is read as it was written', () => {
    expect(read(aNotice())).toEqual(aNotice());
  });

  it('a notice of an unencrypted snapshot names no key', () => {
    const { keyArn: _, ...snapshot } = aNotice().snapshot;
    expect(read({ ...aNotice(), snapshot }).snapshot).not.toHaveProperty('keyArn');
  });

  it('a notice may name a snapshot in either Region', () => {
    const arn = ours.replace('eu-central-1', 'eu-west-1');
    expect(read(aNotice({ snapshot: { arn } })).snapshot.arn).toBe(arn);
  });
});

describe('notices of another source', () => {
  it('a notice from another topic is refused', () => {
    const unrelated = 'arn:aws:sns:eu-west-1:333333333333:captures';
    expect(() => read(aNotice(), unrelated)).toThrow(
      refusal(`unexpected topic: expected ${captureTopicArn}, found ${unrelated}`),
    );
  });

  it('a notice from another topic is refused before its message is read', () => {
    const message = { topicArn: 'arn:aws:sns:eu-west-1:333333333333:captures', body: 'no JSON' };
    expect(() => readNotice(message, expected)).toThrow(refusal('unexpected topic'));
  });

  it('the refusal of a notice says what to do where the source is right', () => {
    const mixed = aNotice({ snapshot: { kind: 'instance' } });
    expect(() => read(mixed)).toThrow(
      refusal(
        'found cluster. Nothing was started; if the source is right, change the parameters of the ' +
          'target stack',
      ),
    );
  });

  it.each([
    [
      'account of the source',
      aNotice({ source: { ...aNotice().source, accountId: '333333333333' } }),
      'unexpected source account: expected 111111111111, found 333333333333',
    ],
    [
      'account of the snapshot',
      aNotice({ snapshot: { arn: ours.replace('111111111111', '333333333333') } }),
      'unexpected account of the snapshot: expected 111111111111, found 333333333333',
    ],
    [
      'Region of the snapshot',
      aNotice({ snapshot: { arn: ours.replace('eu-central-1', 'us-east-1') } }),
      'unexpected Region of the snapshot: expected eu-west-1 or eu-central-1, found us-east-1',
    ],
    [
      'kind of the snapshot',
      aNotice({ snapshot: { kind: 'instance' } }),
      'unexpected kind of the snapshot: expected instance, found cluster',
    ],
    ['a later version', { ...aNotice(), version: 2 }, 'unexpected version: expected 1, found 2'],
    ['a version that is text', { ...aNotice(), version: '1' }, 'expected 1, found "1"'],
    ['no version', {}, 'unexpected version: expected 1, found none'],
    ['null', null, 'unexpected version'],
  ])('a notice is refused by its %s', (_what, document, message) => {
    expect(() => read(document)).toThrow(refusal(message));
  });
});

describe('malformed notices', () => {
  it('a notice that is not JSON is refused', () => {
    expect(() => readNotice({ topicArn: captureTopicArn, body: '{' }, expected)).toThrow(
      refusal('expected a JSON document'),
    );
  });

  // Of unknown origin, nested deeper than any call stack.
  it('a notice whose version is nested without end is refused', () => {
    const nest = '['.repeat(50_000) + ']'.repeat(50_000);
    const body = `{"version":${nest}}`;
    expect(() => readNotice({ topicArn: captureTopicArn, body }, expected)).toThrow(
      refusal('expected 1, found no number'),
    );
  });

  const { source, snapshot, manifest } = aNotice();
  it.each([
    ['run', { ...aNotice(), run: '' }],
    ['run', { ...aNotice(), run: 'r'.repeat(81) }],
    ['capturedAt', { ...aNotice(), capturedAt: 'yesterday' }],
    ['source.accountId', { ...aNotice(), source: { ...source, accountId: '1' } }],
    ['source.region', { ...aNotice(), source: { ...source, region: 'Ireland' } }],
    ['snapshot.arn', { ...aNotice(), snapshot: { ...snapshot, arn: 'nightly' } }],
    ['snapshot.kind', { ...aNotice(), snapshot: { ...snapshot, kind: 'proxy' } }],
    ['snapshot.keyArn', { ...aNotice(), snapshot: { ...snapshot, keyArn: 'alias/a' } }],
    ['manifest.members', { ...aNotice(), manifest: { ...manifest, members: 2 } }],
    [
      'manifest.settings.port',
      { ...aNotice(), manifest: { ...manifest, settings: { port: 'x' } } },
    ],
  ])('a malformed notice is refused with the field %s', (field, document) => {
    expect(() => read(document)).toThrow(refusal(`at ${field}`));
  });

  it.each([
    ['at the top', { ...aNotice(), extra: 1 }],
    ['of the source', { ...aNotice(), source: { ...source, extra: 1 } }],
    ['of the snapshot', { ...aNotice(), snapshot: { ...snapshot, extra: 1 } }],
    ['of the manifest', { ...aNotice(), manifest: { ...manifest, extra: 1 } }],
    [
      'of the settings',
      { ...aNotice(), manifest: { ...manifest, settings: { ...manifest.settings, extra: 1 } } },
    ],
  ])('a notice with an unknown field %s is refused', (_where, document) => {
    expect(() => read(document)).toThrow(refusal('"extra"'));
  });
});
