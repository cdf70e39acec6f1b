import { describe, expect, it } from '@jest/globals';
import {
  isVersion,
  leadingVersion,
  versionsIn,
  versionText,
} from '../../../../functions/target/rules/server-version.ts';

/** By engine: AWS's engine version, what the server says, Aurora's own version, and whether it is that. */
const forms = [
  ['aurora-mysql', '8.0.mysql_aurora.3.08.2', '8.0.39', '3.08.2', true],
  ['aurora-mysql', '8.0.mysql_aurora.3.04.0', '8.0.28', '3.04.0', true],
  ['aurora-mysql', '8.0.mysql_aurora.3.04.0', '8.0.28', '3.04.1', false],
  ['aurora-mysql', '8.0.mysql_aurora.3.08.2', '8.0.39', '3.08.20', false],
  ['aurora-mysql', '8.0.mysql_aurora.3.08.2', '8.0.39', undefined, true],
  ['aurora-mysql', '8.0.mysql_aurora.3.08.2', '5.7.44', undefined, false],
  ['aurora-mysql', '5.7.mysql_aurora.2.11.2', '5.7.12-log', '2.11.2', true],
  ['aurora-mysql', '5.7.mysql_aurora.2.11.2', '5.7.12', '2.12.0', false],
  ['aurora-mysql', '5.6.10a', '5.6.10', undefined, true],
  ['aurora-postgresql', '16.4', '16.4', undefined, true],
  ['aurora-postgresql', '16.4', '16.40', undefined, false],
  ['aurora-postgresql', '16.4-limitless', '16.4', undefined, true],
  ['aurora-postgresql', '11.21-rds.20241121', '11.21', undefined, true],
  ['mysql', '8.0.39', '8.0.39', undefined, true],
  ['mysql', '8.4.3', '8.4.3-log', undefined, true],
  ['mysql', '5.7.44-rds.20250818', '5.7.44', undefined, true],
  ['mysql', '5.7.44-rds.20250818', '5.7.44-rds.20250818-log', undefined, true],
  ['mysql', '5.7.44-rds.20250818', '5.7.43', undefined, false],
  ['mariadb', '10.11.8', '10.11.8-MariaDB-log', undefined, true],
  ['mariadb', '10.11.8', '10.11.8-MariaDB', undefined, true],
  ['mariadb', '10.11.8', '10.11.80-MariaDB', undefined, false],
  ['mariadb', '11.4.3', '11.4.4-MariaDB-log', undefined, false],
  ['postgres', '16.4', '16.4 (Debian 16.4-1.pgdg120+1)', undefined, true],
  ['postgres', '16.4', '16.4', undefined, true],
  ['postgres', '16.4-rds.20241121', '16.4', undefined, true],
  ['postgres', '11.22-rds.20241121', '11.22', undefined, true],
  ['postgres', '9.6.24', '9.6.24', undefined, true],
  ['postgres', '16.4', '15.4', undefined, false],
] as const;

describe('the versions of engines', () => {
  it.each(forms)(
    'a server of %s %s that says %s, and %s of Aurora, is of that version: %s',
    (_engine, engineVersion, said, aurora, same) => {
      const found = { server: leadingVersion(said), aurora };
      expect(isVersion(versionsIn(engineVersion), found)).toBe(same);
    },
  );

  it('a message tells both versions of an Aurora MySQL', () => {
    expect(versionText(versionsIn('8.0.mysql_aurora.3.08.2'))).toBe('8.0, Aurora 3.08.2');
    expect(versionText(versionsIn('16.4-limitless'))).toBe('16.4');
  });

  it('a text without digits stays as it is', () => {
    expect(leadingVersion('undefined')).toBe('undefined');
  });
});
