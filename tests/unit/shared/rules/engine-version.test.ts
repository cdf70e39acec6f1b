import { describe, expect, it } from '@jest/globals';
import {
  compareVersions,
  laterMinors,
  laterVersions,
  whyNotOffered,
} from '../../../../functions/shared/rules/engine-version.ts';
import type { EngineVersion } from '../../../../functions/shared/rules/engine-version.ts';

function offered(...versions: readonly string[]): EngineVersion[] {
  return versions.map((version) => ({
    version,
    family: `postgres${version.split('.')[0]}`,
    isOffered: true,
    exportableLogs: undefined,
  }));
}

describe('compareVersions', () => {
  it.each([
    ['16.4', '16.10'],
    ['15.12', '16.1'],
    ['8.0.mysql_aurora.3.07.1', '8.0.mysql_aurora.3.08.2'],
    ['8.0.mysql_aurora.3.09.0', '8.0.mysql_aurora.3.10.0'],
    ['16.4', '16.4-rds.20241121'],
    ['5.7.44-rds.20240529', '5.7.44-rds.20250818'],
    ['5.7.44-rds.20250818', '8.0.39'],
  ])('the version %s is earlier than %s', (one, other) => {
    expect(compareVersions(one, other)).toBeLessThan(0);
    expect(compareVersions(other, one)).toBeGreaterThan(0);
    expect(compareVersions(one, one)).toBe(0);
  });
});

describe('laterVersions', () => {
  it('the nearest later versions come first, and no more than three', () => {
    const versions = offered('16.10', '16.6', '17.1', '16.8', '16.4', '16.2');
    expect(laterVersions('16.4', versions)).toEqual(['16.6', '16.8', '16.10']);
  });

  it('minor versions are those of the same major, and none of a version that isn’t listed', () => {
    const versions = offered('16.4', '16.6', '17.1');
    expect(laterVersions('16.4', versions)).toEqual(['16.6', '17.1']);
    expect(laterMinors('16.4', versions)).toEqual(['16.6']);
    expect(laterMinors('16.3', versions)).toEqual([]);
  });

  it('no version is named that is withdrawn, or of Aurora Limitless', () => {
    const versions = [
      ...offered('16.6-limitless', '16.8'),
      ...offered('16.6').map((one) => ({ ...one, isOffered: false })),
    ];
    expect(laterVersions('16.4', versions)).toEqual(['16.8']);
  });
});

describe('whyNotOffered', () => {
  it('an offered version has no reason, and one with a suffix is another version', () => {
    expect(whyNotOffered('16.4', offered('16.4'))).toBeUndefined();
    expect(whyNotOffered('16.4-rds.20241121', offered('16.4'))).toBe('AWS lists no such version');
  });

  it('a version that is listed and not offered is withdrawn', () => {
    const withdrawn = offered('16.4').map((one) => ({ ...one, isOffered: false }));
    expect(whyNotOffered('16.4', withdrawn)).toBe('AWS has withdrawn that version');
  });
});
