import { run } from './command.ts';

/**
 * Copies a directory with owners, modes and links; `to` doesn't exist yet. Shares the blocks where
 * the file system can.
 * @throws CommandFailed
 */
export async function copyTree(from: string, to: string): Promise<void> {
  const options = process.platform === 'darwin' ? ['-Rpc'] : ['-a', '--reflink=auto'];
  await run('cp', [...options, from, to]);
}
