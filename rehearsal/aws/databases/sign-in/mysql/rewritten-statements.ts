import { Transform } from 'node:stream';

/** `COM_QUERY` and `COM_STMT_PREPARE`: a command's byte, then a statement. */
const withStatements: readonly (number | undefined)[] = [0x03, 0x16];

/** A statement that makes a user is shorter; of a longer packet nothing is looked at. */
const longest = 16_384;

const plugin = /\bIDENTIFIED\s+WITH\s+(['"`]?)AWSAuthenticationPlugin\1\s+AS\s+(?:'RDS'|"RDS")/gi;

/** `IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'` as MariaDB, which has no such plugin, knows it. */
export function rewritten(statement: string, hash: string): string {
  return statement.replace(plugin, `IDENTIFIED VIA mysql_native_password USING '${hash}'`);
}

/** What a client sends, with `rewritten` statements. */
export function rewrittenStatements(hash: string): Transform {
  let waiting = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      waiting = Buffer.concat([waiting, chunk]);
      for (;;) {
        const length = waiting.length < 4 ? Infinity : waiting.readUIntLE(0, 3) + 4;
        if (waiting.length < length) return done();
        const packet = waiting.subarray(0, length);
        waiting = waiting.subarray(length);
        this.push(rewrittenPacket(packet, hash));
      }
    },
    flush(done) {
      done(null, waiting);
    },
  });
}

function rewrittenPacket(packet: Buffer, hash: string): Buffer {
  const startsCommand = packet[3] === 0 && withStatements.includes(packet[4]);
  if (!startsCommand || packet.length > longest) return packet;
  // Byte by byte, whatever the client's character set is.
  const before = packet.toString('latin1', 5);
  const after = rewritten(before, hash);
  if (after === before) return packet;
  const changed = Buffer.concat([packet.subarray(0, 5), Buffer.from(after, 'latin1')]);
  changed.writeUIntLE(changed.length - 4, 0, 3);
  return changed;
}
