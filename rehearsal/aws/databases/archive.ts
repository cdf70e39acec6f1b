import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

import { CommandFailed, plainEnvironment } from './command.ts';
import type { ServerUser } from './command.ts';

/**
 * What tar says of files that a running server writes, shortens or removes while they are read.
 * A hot copy expects that and makes it good from the log.
 */
const movingFile =
  /file changed as we read it|file removed before we read it|file shrank by|no such file or directory|exiting with failure status due to previous errors/i;

/**
 * Packs files with tar.
 * @param args what to pack and what to leave out, in tar's words; relative to `-C` directories
 * @throws CommandFailed when tar fails for another reason than a file that moves
 */
export async function* pack(args: readonly string[]): AsyncGenerator<Buffer> {
  const tar = spawn('tar', ['--numeric-owner', '-cf', '-', ...args], {
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = exit(tar);
  const complaint = text(tar.stderr);
  let whole = false;
  try {
    for await (const chunk of tar.stdout) yield chunk as Buffer;
    whole = true;
  } finally {
    // Whoever reads the bytes gave up half-way.
    if (!whole) tar.kill();
  }
  const status = await ended;
  const lines = (await complaint).split('\n').filter((line) => line.trim() !== '');
  if (status === 0) return;
  if (status === 1 && lines.every((line) => movingFile.test(line))) return;
  throw new CommandFailed(`tar ended with ${status} while packing: ${lines.join(' ')}`);
}

/**
 * Unpacks archives of `pack`, one after the other in `bytes`, into `directory`; the files belong to
 * `user`.
 * @throws CommandFailed when tar refuses the bytes
 */
export async function unpack(
  bytes: AsyncIterable<Buffer>,
  directory: string,
  user: ServerUser | undefined,
): Promise<void> {
  const tar = spawn('tar', ['--ignore-zeros', '-xpf', '-', '-C', directory], {
    ...user,
    cwd: directory,
    env: plainEnvironment(),
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const [, complaint, status] = await Promise.all([
    pipeline(bytes, tar.stdin).catch((error: NodeJS.ErrnoException) => {
      tar.kill();
      // A broken pipe only says that tar gave up: its own words, below, say why.
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }),
    text(tar.stderr),
    exit(tar),
  ]);
  if (status !== 0) {
    throw new CommandFailed(`tar ended with ${status} while unpacking: ${complaint.trim()}`);
  }
}

function exit(child: ReturnType<typeof spawn>): Promise<number | string | null> {
  const ended = new Promise<number | string | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
  // Its rejection is seen by whoever awaits it, later than the streams.
  ended.catch(() => undefined);
  return ended;
}
