import { connect as connectSocket, type Socket } from 'node:net';
import { connect, createSecureContext, TLSSocket, type SecureContext } from 'node:tls';

import type { ServerAddress } from '../../contracts.ts';
import type { Certificate } from '../certificates.ts';

/** What a server proves its names by, for TLS. */
export function contextOf({ certificate, privateKey }: Certificate): SecureContext {
  return createSecureContext({ cert: certificate, key: privateKey });
}

/** The server's side of TLS on a client's connection, with the certificate of the server itself. */
export function securedClient(
  client: Socket,
  secureContext: SecureContext,
  protocols: readonly string[] = [],
): TLSSocket {
  const secured = new TLSSocket(client, {
    isServer: true,
    secureContext,
    ...(protocols.length > 0 && { ALPNProtocols: [...protocols] }),
  });
  secured.on('error', () => client.destroy());
  return secured;
}

/** A connection to a server, as yet without TLS. A break shows as its end. */
export function connectPlain({ address, port }: ServerAddress): Socket {
  const socket = connectSocket({ host: address, port, noDelay: true });
  socket.on('error', () => socket.destroy());
  return socket;
}

/**
 * The client's side of TLS on a connection to a server.
 * @param identity what the client proves to be somebody by
 */
export function securedServer(
  socket: Socket,
  authority: string,
  identity?: Certificate,
): TLSSocket {
  const secured = connect({
    socket,
    ca: authority,
    // A name that every server has, besides those of its endpoints.
    servername: 'localhost',
    ...(identity && { cert: identity.certificate, key: identity.privateKey }),
  });
  secured.on('error', () => socket.destroy());
  return secured;
}
