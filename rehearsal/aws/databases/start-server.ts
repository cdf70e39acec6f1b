import path from 'node:path';

import type { ServerAddress } from '../contracts.ts';
import type { ServerUser } from './command.ts';
import { freePort } from './free-port.ts';
import { ServerDied, ServerProcess } from './server-process.ts';
import type { ServerSoftware } from './server-software.ts';
import { address, addressOf, VolumeRefused, type Volume } from './volumes.ts';

const startAttempts = 5;

/**
 * Starts the server on a volume: anew, where another process took its port or its predecessor's
 * orphans still end.
 * @throws VolumeRefused when it is started already; ServerDied when the server won't come up
 */
export async function startServer(
  volume: Volume,
  parts: {
    readonly software: ServerSoftware;
    readonly user: ServerUser | undefined;
    /** The engine's own directory. */
    readonly directory: string;
    readonly onDeath: (death: ServerDied) => void;
  },
  { samePort = false }: { readonly samePort?: boolean },
): Promise<ServerAddress> {
  const { software, user, directory, onDeath } = parts;
  if (volume.server !== undefined) {
    throw new VolumeRefused(`a server runs on ${volume.name} already`);
  }
  for (let attempt = 1; ; attempt++) {
    volume.port ??= await freePort(address);
    const command = software.command(volume.directory, addressOf(volume), volume);
    try {
      volume.server = await ServerProcess.start({
        volume: volume.name,
        directory: volume.directory,
        logFile: path.join(directory, 'logs', `${volume.name}.log`),
        user,
        command,
        onDeath,
      });
      delete volume.death;
      return addressOf(volume);
    } catch (error) {
      if (!(error instanceof ServerDied) || attempt === startAttempts) throw error;
      if (command.portTaken.test(error.message) && !samePort) delete volume.port;
      else if (command.predecessorAlive.test(error.message)) await pause(100 * attempt);
      else throw error;
    }
  }
}

/** A moment of real time: the end of another process's orphans, waited for here, gives no sign. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
