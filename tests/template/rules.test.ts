import { describe, expect, it } from '@jest/globals';
import { deployPlace, refusal, required } from './places.ts';
import type { Place } from './places.ts';

const places = ['recovery-key', 'source', 'target', 'subscription'] as const;

/** Every parameter that a place must be told, one by one. */
const needs = places.flatMap((place) =>
  Object.keys(required[place])
    .filter((name) => name !== 'DatabaseUser')
    .map((name) => [place, name] as const),
);

/** Of the places whose resources the rehearsal has none of, up to where they would be made. */
const privateNeeds = (['access', 'consumer'] as const).flatMap((place) =>
  Object.keys(required[place])
    .filter((name) => name !== 'EndpointServiceName')
    .map((name) => [place, name] as const),
);

describe('the rules of the template', () => {
  it.each(places)('let %s pass with what it must be told', async (place) => {
    const { stack } = await deployPlace(place);

    expect(Object.keys(stack.resources)).not.toHaveLength(0);
  });

  it.each([...needs, ...privateNeeds])('refuse %s without %s', async (place, name) => {
    expect(await refusal(place, { [name]: undefined })).toMatch(
      new RegExp(`^Template rule \\w+ failed: Place ${place} needs ${name}\\.$`),
    );
  });

  it('refuse a live name that is the temporary one', async () => {
    expect(await refusal('target', { TempDBClusterIdentifier: 'orders' })).toBe(
      'Template rule TargetNeedsItsParameters failed: ' +
        'ExistingDBClusterIdentifier and TempDBClusterIdentifier must differ.',
    );
  });

  it('refuse a verification that nobody could log in for', async () => {
    expect(await refusal('target', { DatabaseUser: undefined })).toBe(
      'Template rule TargetNeedsItsParameters failed: ' +
        'VerifyDatabase needs DatabaseSecretArn, or DatabaseUser for IAM authentication.',
    );
  });

  it('let a secret stand in for a user', async () => {
    const secret = 'arn:aws:secretsmanager:eu-central-1:222222222222:secret:orders-AbCdEf';

    const { asked } = await deployPlace('target', {
      DatabaseUser: undefined,
      DatabaseSecretArn: secret,
    });

    expect(JSON.stringify(asked)).toContain(secret);
  });

  it.each([
    ['load-balancer', { EndpointServiceName: undefined }],
    ['lattice', { AccessWay: 'lattice' }],
  ])('refuse a consumer that is not told what to reach, by %s', async (_way, parameters) => {
    expect(await refusal('consumer', parameters)).toBe(
      'Template rule ConsumerNeedsItsParameters failed: Place consumer needs EndpointServiceName ' +
        'or, with lattice, ResourceConfigurationArn.',
    );
  });

  it.each([
    ['Followed1', {}],
    ['Followed3', { Followed1Kind: 'name', Followed3: 'orders' }],
  ])('refuse lattice where %s is no domain name', async (name, parameters) => {
    expect(await refusal('access', { AccessWay: 'lattice', ...parameters })).toBe(
      `Template rule LatticeFollowsNames failed: With lattice, ${name} is a domain name and ` +
        `${name}Kind is name.`,
    );
  });

  it.each([
    ['Listener1Port and Listener2Port', { Followed2: 'orders', Listener2Port: '5432' }],
    [
      'Listener3Port and Listener4Port',
      { Followed3: 'orders', Followed4: 'orders', Listener4Port: '5434' },
    ],
  ])('refuse %s that are the same', async (names, parameters) => {
    expect(await refusal('access', parameters)).toBe(
      `Template rule ListenersHaveTheirOwnPorts failed: ${names} must differ.`,
    );
  });

  it('ask no place for what another one needs', async () => {
    const { stack } = await deployPlace('recovery-key', { DatabaseUser: '' });

    expect(Object.keys(stack.outputs)).toEqual(['RecoveryKeyArn']);
  });
});

/** Enabled by default: eu-west-1, eu-central-1, ap-northeast-1. Opt-in: eu-south-1, ap-east-1. */
const delivered = [
  ['eu-west-1', 'eu-central-1'],
  ['eu-west-1', 'eu-west-1'],
  ['us-east-1', 'ap-northeast-1'],
  ['eu-south-1', 'eu-central-1'],
  ['eu-south-1', 'eu-south-1'],
  ['ap-east-1', 'ap-east-1'],
] as const;
const undelivered = [
  ['eu-west-1', 'eu-south-1'],
  ['us-east-1', 'mx-central-1'],
  ['eu-south-1', 'ap-east-1'],
  ['ap-east-1', 'eu-south-1'],
] as const;

describe.each(['source', 'target', 'subscription'] as const)('at the place %s', (place) => {
  it.each(delivered)('notices from %s to %s pass', async (from, to) => {
    const { stack } = await deployPlace(place, { SourceAWSRegion: from, TargetAWSRegion: to });

    expect(Object.keys(stack.resources)).not.toHaveLength(0);
  });

  it.each(undelivered)('notices from %s to %s are refused', async (from, to) => {
    expect(await refusal(place, { SourceAWSRegion: from, TargetAWSRegion: to })).toBe(
      "Template rule NoticesReachTheTarget failed: SNS can't deliver notices into an opt-in Region " +
        'from another Region: choose a TargetAWSRegion that is enabled by default, or the ' +
        "source's own.",
    );
  });
});

describe('the place recovery-key', () => {
  it.each(undelivered)('takes no part in notices from %s to %s', async (from, to) => {
    const place: Place = 'recovery-key';

    const { stack } = await deployPlace(place, { SourceAWSRegion: from, TargetAWSRegion: to });

    expect(stack.outputs).toHaveProperty('RecoveryKeyArn');
  });
});
