import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Certificate } from '../../../rehearsal/aws/databases/certificates.ts';

/** A server on loopback that goes as far as a login. */
export interface LoginServer {
  readonly port: number;
  /** What it was told within TLS, message by message. */
  readonly told: readonly string[];
  /** How often a client has gone as far as TLS. */
  readonly secured: () => number;
  close(): Promise<void>;
}

/** What a server does on a socket: says something first, and answers what it is told within TLS. */
interface Talk {
  greet(socket: Socket): void;
  /** Before TLS, where the client has asked for it. */
  agree(socket: Socket): void;
  /** The bytes of the request for TLS. */
  readonly requestBytes: number;
  answer(told: Buffer, step: number): Buffer | undefined;
}

async function serve(certificate: Certificate, talk: Talk): Promise<LoginServer> {
  const told: string[] = [];
  const sockets = new Set<Socket>();
  let secured = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talk.greet(socket);
    socket.once('data', (request) => {
      socket.pause();
      if (request.length > talk.requestBytes) socket.unshift(request.subarray(talk.requestBytes));
      talk.agree(socket);
      const secure = new TLSSocket(socket, {
        isServer: true,
        key: certificate.privateKey,
        cert: certificate.certificate,
      });
      secure.on('error', () => undefined);
      secure.once('secure', () => {
        secured += 1;
      });
      let step = 0;
      secure.on('data', (data: Buffer) => {
        told.push(data.toString('latin1'));
        const answer = talk.answer(data, step++);
        if (answer === undefined) secure.end();
        else secure.write(answer);
      });
    });
  }).listen(0, 'localhost');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    told,
    secured: () => secured,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const capabilities = {
  longPassword: 0x1,
  connectWithDatabase: 0x8,
  protocol41: 0x200,
  tls: 0x800,
  secureConnection: 0x8000,
  pluginAuthentication: 0x8_0000,
  pluginData: 0x20_0000,
};

function mysqlPacket(sequence: number, body: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(body.length, 0, 3);
  header.writeUInt8(sequence, 3);
  return Buffer.concat([header, body]);
}

/** Source: MySQL internals, "Protocol::HandshakeV10". */
function mysqlGreeting(plugin: string): Buffer {
  const flags = Object.values(capabilities).reduce((all, flag) => all | flag, 0);
  const fixed = Buffer.alloc(18);
  fixed.writeUInt16LE(flags & 0xffff, 0);
  fixed.writeUInt8(45, 2);
  fixed.writeUInt16LE(2, 3);
  fixed.writeUInt16LE(flags >>> 16, 5);
  fixed.writeUInt8(21, 7);
  return Buffer.concat([
    Buffer.from('\x0a8.0.36\0'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('AAAAAAAA\0'),
    fixed,
    Buffer.from('BBBBBBBBBBBB\0'),
    Buffer.from(`${plugin}\0`),
  ]);
}

/**
 * A MySQL server that asks for the password by another plugin than it has said first, and ends the
 * connection once it has been told.
 */
export function startMysql(
  certificate: Certificate,
  plugins: { readonly said?: string; readonly asked: string },
): Promise<LoginServer> {
  return serve(certificate, {
    greet: (socket) =>
      socket.write(mysqlPacket(0, mysqlGreeting(plugins.said ?? 'caching_sha2_password'))),
    agree: () => undefined,
    requestBytes: 36,
    answer: (told, step) => {
      if (step > 0) return undefined;
      const ask = Buffer.from(`\xfe${plugins.asked}\0CCCCCCCCCCCCCCCCCCCC\0`, 'latin1');
      return mysqlPacket(told.readUInt8(3) + 1, ask);
    },
  });
}

/** A MySQL server that has no room: it says so in place of its greeting. */
export async function startFullMysql(): Promise<LoginServer> {
  const full = Buffer.from('\xff\x10\x04Too many connections', 'latin1');
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(mysqlPacket(0, full));
  }).listen(0, 'localhost');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    told: [],
    secured: () => 0,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

/** A message of PostgreSQL: its kind, its length, what it says. */
function postgresqlMessage(kind: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(kind), length, body]);
}

/** A PostgreSQL server that asks for the password as it is, or fails the login with a SQLSTATE. */
export function startPostgresql(certificate: Certificate, state?: string): Promise<LoginServer> {
  const clear = postgresqlMessage('R', Buffer.from([0, 0, 0, 3]));
  const failed = postgresqlMessage('E', Buffer.from(`SFATAL\0C${state}\0Msorry\0\0`));
  return serve(certificate, {
    greet: () => undefined,
    agree: (socket) => socket.write('S'),
    requestBytes: 8,
    answer: (_told, step) => {
      if (step > 0) return undefined;
      return state === undefined ? clear : failed;
    },
  });
}
