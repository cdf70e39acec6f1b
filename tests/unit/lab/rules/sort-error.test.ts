import { describe, expect, it } from '@jest/globals';
import { errorClasses, leavesOutcomeOpen } from '../../../../functions/lab/rules/error-class.ts';
import type { ErrorClass } from '../../../../functions/lab/rules/error-class.ts';
import { errorClassOf } from '../../../../functions/lab/rules/sort-error.ts';
import { factsOfNumbers } from '../../../../functions/shared/rules/database-errors/mysql-numbers.ts';
import { factsOfNames } from '../../../../functions/shared/rules/database-errors/names.ts';
import { factsOfStates } from '../../../../functions/shared/rules/database-errors/sql-states.ts';

/** As pg fails: the SQLSTATE is the code. */
function ofPostgresql(code: string, message = 'said by the server'): Error {
  return Object.assign(new Error(message), { code });
}

/** As mysql2 fails: a name that it may not know, the number, and the state. */
function ofMysql(errno: number, sqlState = 'HY000'): Error {
  const code = 'UNKNOWN_CODE_PLEASE_REPORT';
  return Object.assign(new Error('said by the server'), { code, errno, sqlState });
}

const codes = (text: string): readonly string[] => text.split(' ');

/** Written down a second time: a slip in a table shows here. */
const expected: Readonly<Record<ErrorClass, readonly string[]>> = {
  dns: codes('ENOTFOUND ENODATA ESERVFAIL EAI_AGAIN EAI_FAIL EAI_NODATA EAI_NONAME 1042 2005'),
  'connection-refused': codes('ECONNREFUSED 08001 08004 2002 2003'),
  unreachable: codes('EHOSTDOWN EHOSTUNREACH ENETDOWN ENETUNREACH'),
  timeout: codes(
    'ETIMEDOUT ERR_SOCKET_CONNECTION_TIMEOUT ERR_TLS_HANDSHAKE_TIMEOUT PROTOCOL_SEQUENCE_TIMEOUT ' +
      '57014 1969 3024',
  ),
  'connection-lost': codes(
    'ECONNRESET ECONNABORTED ENETRESET ENOTCONN EPIPE ESHUTDOWN ERR_SOCKET_CLOSED ' +
      'ERR_STREAM_DESTROYED ERR_STREAM_PREMATURE_CLOSE ERR_STREAM_WRITE_AFTER_END ' +
      'PROTOCOL_CONNECTION_LOST PROTOCOL_PACKETS_OUT_OF_ORDER HANDSHAKE_UNKNOWN_ERROR 08000 08003 ' +
      '08006 08007 25P03 25P04 40003 57000 57P01 57P02 57P04 57P05 1043 1080 1081 1152 1154 1155 1156 ' +
      '1157 1158 1159 1160 1161 1184 1927 2006 2012 2013 2055 3169 4031',
  ),
  'not-accepting': codes('55000 57P03 1053 1077 1079 3032 3168'),
  'read-only': codes('25006 1290 1792 1836'),
  'too-many-connections': codes('53300 1040 1203 1226'),
  'sign-in': codes(
    'AUTH_SWITCH_PLUGIN_ERROR MYSQL_CLEAR_PASSWORD_NOT_ENABLED 28000 28P01 3D000 42501 1044 1045 ' +
      '1049 1129 1130 1251 1275 1524 1698 1820 1862 2059 2061 3118 3159 3955 4151',
  ),
  certificate: codes(
    'CERT_CHAIN_TOO_LONG CERT_HAS_EXPIRED CERT_NOT_YET_VALID CERT_REJECTED CERT_REVOKED ' +
      'CERT_SIGNATURE_FAILURE CERT_UNTRUSTED DEPTH_ZERO_SELF_SIGNED_CERT ' +
      'ERR_TLS_CERT_ALTNAME_INVALID HOSTNAME_MISMATCH INVALID_CA INVALID_PURPOSE ' +
      'PATH_LENGTH_EXCEEDED SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_GET_ISSUER_CERT ' +
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE HANDSHAKE_NO_SSL_SUPPORT 2026',
  ),
  'pooler-timeout': codes('9501'),
  resources: codes(
    'EADDRNOTAVAIL EAGAIN EMFILE ENFILE ENOBUFS ENOMEM 53000 53100 53200 53400 1021 1037 1038 1041 1135',
  ),
  conflict: codes('55006 55P03 1205 1206 1213 1223'),
  statement: codes('08P01 40002 55P02 55P04 1047 1317'),
  other: codes('XX000 XX001 XX002 1105'),
};

const listed = Object.entries(expected).flatMap(([kind, all]) =>
  all.map((code) => [code, kind as ErrorClass] as const),
);

describe('the classes of errors', () => {
  it.each(listed)('the code %s means %s', (code, kind) => {
    const error = /^\d{4}$/.test(code) ? ofMysql(Number(code)) : ofPostgresql(code);

    expect(errorClassOf(error)).toBe(kind);
  });

  it('every code in the tables is listed here', () => {
    const known = [...factsOfNumbers.keys()].map(String);
    const all = [...known, ...factsOfNames.keys(), ...factsOfStates.keys()];

    expect(all.toSorted()).toEqual(listed.map(([code]) => code).toSorted());
  });

  it('every class has a code, and is among the classes', () => {
    expect(Object.keys(expected).toSorted()).toEqual([...errorClasses].toSorted());
  });

  it.each([
    ['08', 'connection-lost'],
    ['25', 'statement'],
    ['28', 'sign-in'],
    ['3D', 'sign-in'],
    ['40', 'conflict'],
    ['53', 'resources'],
    ['54', 'resources'],
    ['55', 'conflict'],
    ['57', 'connection-lost'],
    ['58', 'resources'],
    ['F0', 'resources'],
    ['XX', 'other'],
    ['42', 'statement'],
    ['22', 'statement'],
  ] as const)('a SQLSTATE of class %s that nobody knows means %s', (start, kind) => {
    expect(errorClassOf(ofPostgresql(`${start}Z99`))).toBe(kind);
    expect(errorClassOf(ofMysql(9999, `${start}Z99`))).toBe(kind);
  });

  it.each([
    ['Timed-out waiting to acquire database connection', '08000', 'pooler-timeout'],
    ['query_wait_timeout', '08P01', 'pooler-timeout'],
    ['server login has been failing, try again later', '08P01', 'pooler-timeout'],
    ['no more connections allowed (max_client_conn)', '08P01', 'too-many-connections'],
    ['remaining connection slots are reserved for roles', '53300', 'too-many-connections'],
    ['IAM authentication failed for the role probe', '08000', 'sign-in'],
  ] as const)('what a proxy says counts more than its code: %s', (message, code, kind) => {
    expect(errorClassOf(ofPostgresql(code, message))).toBe(kind);
  });

  it.each([
    ['timeout expired', 'timeout'],
    ['Query read timeout', 'timeout'],
    ['Connection terminated due to connection timeout', 'timeout'],
    ['connect ETIMEDOUT', 'timeout'],
    ['Connection terminated unexpectedly', 'connection-lost'],
    ['Connection terminated', 'connection-lost'],
    ['Client has encountered a connection error and is not queryable', 'connection-lost'],
    ["Can't add new command when connection is in closed state", 'connection-lost'],
    ['Client network socket disconnected before secure TLS connection was made', 'connection-lost'],
    ['There was an error establishing an SSL connection', 'not-accepting'],
    ['The server does not support SSL connections', 'certificate'],
    ['SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature is wrong', 'sign-in'],
    ['self-signed certificate in certificate chain', 'certificate'],
    ["Hostname/IP does not match certificate's altnames: Host: lab", 'certificate'],
    ['something else', 'other'],
  ] as const)('a driver that gives no code and says "%s" means it', (message, kind) => {
    expect(errorClassOf(new Error(message))).toBe(kind);
  });

  it.each([null, undefined, 'text', 7, {}, []])(
    'the value %j that was thrown is something else',
    (value) => {
      expect(errorClassOf(value)).toBe('other');
    },
  );

  it('a row may be there after all that a database doesn’t say no by', () => {
    expect(errorClasses.filter(leavesOutcomeOpen)).toEqual([
      'dns',
      'connection-refused',
      'unreachable',
      'timeout',
      'connection-lost',
      'not-accepting',
      'certificate',
      'pooler-timeout',
      'other',
    ]);
  });
});
