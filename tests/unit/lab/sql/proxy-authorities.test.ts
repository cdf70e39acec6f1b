import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { proxyAuthorities } from '../../../../functions/lab/sql/proxy-authorities.ts';
import { createAuthority } from '../../../../rehearsal/aws/databases/certificates.ts';

let directory: string;
let file: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'understudy-proxies-'));
  file = path.join(directory, 'ca-cert.pem');
});
afterAll(() => rm(directory, { recursive: true }));

const subjectsOf = (all: readonly string[]) => all.map((pem) => new X509Certificate(pem).subject);

describe('who vouches for a proxy', () => {
  it('Amazon’s five roots vouch for a proxy, and those of the file', async () => {
    const ofAmazon = await createAuthority('Amazon Root CA 9', 'Amazon');
    const others = [
      await createAuthority('Amazon RDS eu-central-1 Root CA', 'Amazon Web Services, Inc.'),
      await createAuthority('Amazon Root CA 9', 'Somebody else'),
      await createAuthority('Internal CA', 'Amazon'),
    ];
    await writeFile(file, [ofAmazon, ...others].map((one) => one.certificate).join('\n'));

    const subjects = subjectsOf(await proxyAuthorities(file)());

    expect(subjects).toHaveLength(6);
    expect(subjects.filter((subject) => /O=(Amazon\n|Amazon$)|Starfield/m.test(subject))).toEqual(
      subjects,
    );
    expect(subjects.at(-1)).toContain('CN=Amazon Root CA 9');
  });

  it('a file that can’t be read is an error of the environment', async () => {
    await expect(proxyAuthorities(path.join(directory, 'nothing'))()).rejects.toMatchObject({
      name: 'InvalidEnvironment',
    });
  });
});
