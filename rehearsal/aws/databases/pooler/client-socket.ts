import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { readStartup, startupCodes, type StartupPacket } from '../postgresql/protocol/messages.ts';
import { Refused } from './refused.ts';
import { refusals } from './refusals.ts';

/** A client's socket once its first message has come: encrypted, if it asked for that. */
export interface ClientSocket {
  readonly socket: Socket;
  readonly isSecure: boolean;
  readonly packet: StartupPacket;
  /** What came after that message already. */
  readonly rest: Buffer;
}

/**
 * Reads what a client begins with, and does as it asks: TLS, but no encryption by GSSAPI.
 * @returns undefined where the client has gone
 */
export async function greet(
  socket: Socket,
  context: SecureContext,
): Promise<ClientSocket | undefined> {
  let stream = socket;
  let isSecure = false;
  for (;;) {
    const found = await firstPacket(stream);
    if (found === undefined) return undefined;
    const { packet, rest } = found;
    if (packet.code === startupCodes.gssapi && rest.length === 0) {
      stream.write('N');
    } else if (packet.code === startupCodes.tls && !isSecure && rest.length === 0) {
      stream.write('S');
      stream = new TLSSocket(socket, { isServer: true, secureContext: context });
      stream.on('error', () => socket.destroy());
      isSecure = true;
    } else {
      return { socket: stream, isSecure, packet, rest };
    }
  }
}

function firstPacket(stream: Socket): Promise<{ packet: StartupPacket; rest: Buffer } | undefined> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const take = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk]);
      const found = readStartup(bytes);
      if (found === undefined) return;
      stop();
      if (typeof found === 'string') reject(new Refused(refusals.malformed(found)));
      else resolve({ packet: found.packet, rest: bytes.subarray(found.size) });
    };
    const gone = (): void => {
      stop();
      resolve(undefined);
    };
    const stop = (): void => {
      stream.pause();
      stream.off('data', take).off('close', gone);
    };
    stream.on('data', take).once('close', gone);
    stream.resume();
  });
}
