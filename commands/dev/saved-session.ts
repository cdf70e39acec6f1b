import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Place } from '../terminal/client-settings.ts';

/** What is needed to put a function back, kept in a file from before anything is changed. */
export interface SavedSession {
  readonly place: Place;
  /** As the person named it. */
  readonly asked: string;
  readonly functionArn: string;
  readonly functionName: string;
  /** The value of the function's mark. */
  readonly mark: string;
  readonly originalSha256: string;
  /** Once there is one. */
  readonly stubSha256?: string;
  readonly queueUrls: readonly string[];
  /** The process that puts it back when the command dies. */
  readonly watcherPid?: number;
}

/** Only their owner may read these files: the package is the function's code. */
const mode = 0o600;

/** The sessions of this machine: `.dev/` in the project. */
export class SavedSessions {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = path.resolve(directory);
  }

  /** Of a function's session: `.json`, `.zip` or `.log`. */
  file(functionName: string, extension: 'json' | 'zip' | 'log'): string {
    return path.join(this.#directory, `${functionName}.${extension}`);
  }

  /** Where a handler's bundles are. */
  codeDirectory(functionName: string): string {
    return path.join(this.#directory, `${functionName}.code`);
  }

  async saveOriginal(functionName: string, zip: Buffer): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    await writeFile(this.file(functionName, 'zip'), zip, { mode });
  }

  original(functionName: string): Promise<Buffer> {
    return readFile(this.file(functionName, 'zip'));
  }

  /** The file is whole at any moment, whenever the command dies. */
  async save(session: SavedSession): Promise<void> {
    const file = this.file(session.functionName, 'json');
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    await writeFile(`${file}.part`, `${JSON.stringify(session, null, 2)}\n`, { mode });
    await rename(`${file}.part`, file);
  }

  /** @returns undefined when there is none, or no longer */
  async find(functionName: string): Promise<SavedSession | undefined> {
    const text = await readFile(this.file(functionName, 'json'), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as SavedSession);
  }

  async all(): Promise<readonly SavedSession[]> {
    const names = await readdir(this.#directory).catch(() => []);
    const found = await Promise.all(
      names
        .filter((name) => name.endsWith('.json'))
        .map((name) => this.find(path.basename(name, '.json'))),
    );
    return found.filter((session) => session !== undefined);
  }

  async remove(functionName: string): Promise<void> {
    await rm(this.file(functionName, 'json'), { force: true });
    await rm(this.file(functionName, 'zip'), { force: true });
    await rm(this.codeDirectory(functionName), { recursive: true, force: true });
  }
}
