import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { VirtualClock } from '../clock.ts';
import { AwsError } from '../contracts.ts';
import type { DeployedFunction } from './function-settings.ts';
import type { Functions } from './functions.ts';
import { revisionOf } from './revision.ts';
import { readZip, UnreadableZip, writeZip } from './zip.ts';

/** A function's deployment package, as Lambda keeps it. */
export interface DeploymentPackage {
  readonly zip: Buffer;
  /** SHA-256 in base64. */
  readonly sha256: string;
}

/** Source: Lambda Developer Guide, "Lambda quotas". */
const largest = { zipped: 50 * 1024 * 1024, unzipped: 250 * 1024 * 1024 } as const;
/** Source: `GetFunctionCommand` in the SDK's model: the link is valid for ten minutes. */
const linkMilliseconds = 600_000;
/** How long Lambda takes to put new code in place. From memory, unverified: about a second. */
const updateMilliseconds = 1000;

/** The code of functions: their packages, links to them, and how it is replaced. */
export class FunctionCode {
  readonly #functions: () => Functions;
  readonly #clock: VirtualClock;
  readonly #directory: string | undefined;
  /** By the directory that a package was made of, or unpacked to. */
  readonly #packages = new Map<string, Promise<DeploymentPackage>>();
  readonly #links = new Map<string, { readonly zip: Buffer; readonly until: number }>();

  /** @param directory where new code is unpacked; none can be given to functions where it is left out */
  constructor(functions: () => Functions, clock: VirtualClock, directory: string | undefined) {
    this.#functions = functions;
    this.#clock = clock;
    this.#directory = directory;
  }

  /** @returns undefined for a function that runs from its sources, and has none */
  async packageOf({ codeDirectory }: DeployedFunction): Promise<DeploymentPackage | undefined> {
    if (!existsSync(codeDirectory)) return undefined;
    const made = this.#packages.get(codeDirectory) ?? packDirectory(codeDirectory);
    this.#packages.set(codeDirectory, made);
    return made;
  }

  /** The path and query of a link by which a package can be downloaded for ten minutes. */
  link({ arn }: DeployedFunction, { zip, sha256 }: DeploymentPackage): string {
    const now = this.#clock.now();
    const signature = createHash('sha256').update(`${arn} ${sha256} ${now}`).digest('hex');
    const name = arn.slice(arn.lastIndexOf(':') + 1);
    const link = `/snapshots/${name}?X-Amz-Expires=600&X-Amz-Signature=${signature}`;
    this.#links.set(link, { zip, until: now + linkMilliseconds });
    return link;
  }

  /** @returns the package behind a link; `expired` for one that is no longer, or was never, valid */
  download(link: string): Buffer | 'expired' {
    const found = this.#links.get(link);
    return found !== undefined && found.until > this.#clock.now() ? found.zip : 'expired';
  }

  /**
   * Replaces a function's code: events that come while the update is in progress meet the code before.
   * @throws AwsError `ResourceConflictException`, `PreconditionFailedException`,
   *   `InvalidParameterValueException`, `RequestTooLargeException`
   */
  async update(functionArn: string, zip: Buffer, revisionId: string | undefined): Promise<void> {
    const functions = this.#functions();
    const record = functions.record(functionArn);
    if (record.lastUpdateStatus === 'InProgress') {
      throw new AwsError(
        'ResourceConflictException',
        `The operation cannot be performed at this time. An update is in progress for resource: ${functionArn}`,
      );
    }
    if (revisionId !== undefined && revisionId !== record.revisionId) {
      throw new AwsError(
        'PreconditionFailedException',
        'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      );
    }
    const files = readPackage(zip);
    record.lastUpdateStatus = 'InProgress';
    this.#touch(functionArn);
    const codeDirectory = await this.#unpack(functionArn, files, zip);
    this.#clock.at(this.#clock.now() + updateMilliseconds, () => {
      functions.replaceCode(functionArn, codeDirectory);
      record.lastUpdateStatus = 'Successful';
      this.#touch(functionArn);
    });
  }

  #touch(functionArn: string): void {
    const record = this.#functions().record(functionArn);
    record.lastModified = new Date(this.#clock.now());
    record.revisionId = revisionOf(`${functionArn} ${record.revisionId}`, this.#clock.now());
  }

  /** Lambda's task root is in no package of ours: without this, `.js` would be what ours says it is. */
  async #unpack(
    functionArn: string,
    files: ReadonlyMap<string, Buffer>,
    zip: Buffer,
  ): Promise<string> {
    if (this.#directory === undefined) {
      throw new AwsError('NotSimulated', 'code without a directory to unpack it to', 501);
    }
    const sha256 = digest(zip, 'base64');
    const name = `${functionArn.slice(functionArn.lastIndexOf(':') + 1)}-${digest(zip, 'hex').slice(0, 16)}`;
    const directory = path.resolve(this.#directory, name);
    if (!existsSync(directory)) {
      const partial = `${directory}.partial`;
      await rm(partial, { recursive: true, force: true });
      await mkdir(partial, { recursive: true });
      await writeFile(path.join(this.#directory, 'package.json'), '{}\n');
      for (const [file, content] of files) {
        await mkdir(path.dirname(path.join(partial, file)), { recursive: true });
        await writeFile(path.join(partial, file), content);
      }
      await rename(partial, directory);
    }
    this.#packages.set(directory, Promise.resolve({ zip, sha256 }));
    return directory;
  }
}

function readPackage(zip: Buffer): Map<string, Buffer> {
  if (zip.length > largest.zipped) {
    throw new AwsError(
      'RequestTooLargeException',
      `Request must be smaller than ${largest.zipped} bytes for the UpdateFunctionCode operation`,
      413,
    );
  }
  try {
    const files = readZip(zip);
    const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    if (bytes <= largest.unzipped) return files;
  } catch (error) {
    if (!(error instanceof UnreadableZip)) throw error;
    throw refused(
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    );
  }
  throw refused(`Unzipped size must be smaller than ${largest.unzipped} bytes`);
}

function refused(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

async function packDirectory(directory: string): Promise<DeploymentPackage> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(directory, file).split(path.sep).join('/');
    files.set(name, await readFile(file));
  }
  const zip = writeZip(files);
  return { zip, sha256: digest(zip, 'base64') };
}

function digest(content: Buffer, encoding: 'base64' | 'hex'): string {
  return createHash('sha256').update(content).digest(encoding);
}
