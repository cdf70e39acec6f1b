import type { Connection, FieldPacket, RowDataPacket, TypeCastField } from 'mysql2/promise';
import { saysTime, zonedMoment } from '../../rules/value.ts';
import type { Value } from '../../rules/value.ts';

/** What MySQL's and MariaDB's types are to an assertion. */
type Kind = 'number' | 'bits' | 'text' | 'moment' | 'time' | 'geometry' | 'json';

/**
 * By the number of the protocol; all others are bytes. ENUM and SET come as texts, BOOLEAN as a number.
 * Source: MySQL Internals, "Text Resultset", `field_types.h`.
 */
const kinds: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  [0, 'number'], // DECIMAL
  [1, 'number'], // TINYINT
  [2, 'number'], // SMALLINT
  [3, 'number'], // INT
  [4, 'number'], // FLOAT
  [5, 'number'], // DOUBLE
  [7, 'moment'], // TIMESTAMP
  [8, 'number'], // BIGINT
  [9, 'number'], // MEDIUMINT
  [10, 'moment'], // DATE
  [11, 'time'],
  [12, 'moment'], // DATETIME
  [13, 'number'], // YEAR
  [16, 'bits'],
  [245, 'json'],
  [246, 'number'], // NEWDECIMAL
  [247, 'text'], // ENUM
  [248, 'text'], // SET
  [249, 'text'], // TINYBLOB and TINYTEXT
  [250, 'text'], // MEDIUMBLOB and MEDIUMTEXT
  [251, 'text'], // LONGBLOB and LONGTEXT
  [252, 'text'], // BLOB and TEXT
  [253, 'text'], // VARCHAR and VARBINARY
  [254, 'text'], // CHAR and BINARY
  [255, 'geometry'],
]);

/** The character set of what is bytes: `binary`. */
const binary = 63;

/** As the server writes it: the driver would make doubles, and times in the zone of this machine, of it. */
const asWritten = (field: TypeCastField): Buffer | null => field.buffer();

/**
 * Asks in a transaction that only reads, and rolls it back.
 * @param timeout milliseconds that an answer may take
 */
export async function askMysql(
  connection: Connection,
  statement: string,
  timeout: () => number,
): Promise<Value | undefined> {
  await connection.query({ sql: 'START TRANSACTION READ ONLY', timeout: timeout() });
  try {
    const [rows, fields] = await connection.query({
      sql: statement,
      timeout: timeout(),
      rowsAsArray: true,
      typeCast: asWritten,
    });
    const [row] = rows as unknown as readonly (readonly (Buffer | null)[])[];
    const [field] = fields ?? [];
    if (row?.[0] === undefined || field === undefined) {
      await rollBack(connection, timeout);
      return undefined;
    }
    const value = await valueOf(row[0], field, async (text) => {
      const [found] = await connection.query<RowDataPacket[]>({
        // Named by the session, its zone is known to the server; what is beyond 2038 stays as it is.
        sql:
          "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', " +
          "CONVERT_TZ(?, @@session.time_zone, '+00:00')) AS at",
        values: [text.replace('T', ' ')],
        timeout: timeout(),
      });
      const at: unknown = found[0]?.['at'] ?? undefined;
      return at === undefined ? undefined : Math.floor(Number(at) / 1000);
    });
    await rollBack(connection, timeout);
    return value;
  } catch (error) {
    // What still waits for an answer lets nothing past, and ends with its connection.
    if (!isUnanswered(error)) await rollBack(connection, timeout).catch(() => {});
    throw error;
  }
}

async function rollBack(connection: Connection, timeout: () => number): Promise<void> {
  await connection.query({ sql: 'ROLLBACK', timeout: timeout() });
}

function isUnanswered(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === 'PROTOCOL_SEQUENCE_TIMEOUT';
}

async function valueOf(
  bytes: Buffer | null,
  { columnType = -1, characterSet }: FieldPacket,
  momentOf: (text: string) => Promise<number | undefined>,
): Promise<Value> {
  if (bytes === null) return { kind: 'null' };
  const text = bytes.toString('utf8');
  const kind = kinds.get(columnType);
  switch (kind) {
    case 'number':
      return { kind, text };
    case 'bits':
      return { kind: 'number', text: String(BigInt(`0x${bytes.toString('hex')}`)) };
    case 'text': {
      if (characterSet === binary) break;
      const at = saysTime(text) ? (zonedMoment(text) ?? (await momentOf(text))) : undefined;
      return { kind, text, at };
    }
    case 'moment': {
      // `0000-00-00`, and days of no month, are dates to MySQL alone.
      const at = /-00/.test(text) ? undefined : await momentOf(text);
      return at === undefined ? { kind: 'other', type: 'date', text } : { kind, text, at };
    }
    case 'time':
    case 'json':
      return { kind: 'other', type: kind, text };
    case 'geometry':
    case undefined:
  }
  const type = kind === 'geometry' ? kind : 'bytes';
  return { kind: 'other', type, text: `0x${bytes.toString('hex')}` };
}
