import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { kindOf } from '../../../../../functions/target/sql/failures/kind-of.ts';
import type { Kind, Moment } from '../../../../../functions/target/sql/failures/kind.ts';
import { factsOfNumbers as numbers } from '../../../../../functions/shared/rules/database-errors/mysql-numbers.ts';
import { factsOfNames as names } from '../../../../../functions/shared/rules/database-errors/names.ts';
import {
  factsOfStateClasses as stateClasses,
  factsOfStates as states,
} from '../../../../../functions/shared/rules/database-errors/sql-states.ts';
import { seeded } from '../../../seeded.ts';

const moments: readonly Moment[] = ['connecting', 'running'];
const kinds: readonly Kind[] = ['absent', 'busy', 'late', 'read-only', 'refused'];

/** As pg fails: the SQLSTATE is the code. */
function ofPostgresql(code: string): Error {
  return Object.assign(new Error('said by the server'), { code });
}

/** As mysql2 fails: a name that it may not know, the number, and the state. */
function ofMysql(errno: number, sqlState = 'HY000'): Error {
  return Object.assign(new Error('said by the server'), {
    code: 'UNKNOWN_CODE_PLEASE_REPORT',
    errno,
    sqlState,
  });
}

function both(error: Error): readonly Kind[] {
  return moments.map((moment) => kindOf(moment, error));
}

const codes = (text: string): readonly string[] => text.split(' ');

/** Written down a second time: a slip in the table shows here. */
const expected = {
  postgresql: {
    absent: codes('08000 08001 08003 08006 08007 25P03 25P04 57P01 57P02 57P03 57P05'),
    busy: codes('08004 40003 53000 53100 53200 53300 53400 55006 55P03 57000'),
    late: [],
    'read-only': codes('25006'),
    refused: codes('08P01 28000 28P01 3D000 40002 42501 55000 55P02 55P04 57P04 XX001 XX002'),
  },
  mysql: {
    absent: codes(
      '1053 1077 1079 1080 1081 1152 1154 1155 1156 1157 1158 1159 1160 1161 1184 1927 2002 2003 ' +
        '2005 2006 2012 2013 2055 3168 3169 4031',
    ),
    busy: codes('1021 1037 1038 1040 1041 1042 1043 1135 1203 1205 1206 1213 1223 1226 3032 9501'),
    late: [],
    'read-only': codes('1290 1792 1836'),
    refused: codes(
      '1044 1045 1047 1049 1129 1130 1251 1275 1524 1698 1820 1862 2026 2059 2061 3118 ' +
        '3159 3955 4151',
    ),
  },
  network: {
    absent: codes(
      'ENOTFOUND ENODATA ESERVFAIL EAI_AGAIN EAI_FAIL EAI_NODATA EAI_NONAME ECONNREFUSED ' +
        'ECONNRESET ECONNABORTED EHOSTDOWN EHOSTUNREACH ENETDOWN ENETRESET ENETUNREACH ENOTCONN ' +
        'EPIPE ESHUTDOWN ETIMEDOUT ERR_SOCKET_CLOSED ERR_SOCKET_CONNECTION_TIMEOUT ' +
        'ERR_STREAM_DESTROYED ERR_STREAM_PREMATURE_CLOSE ERR_STREAM_WRITE_AFTER_END ' +
        'ERR_TLS_HANDSHAKE_TIMEOUT PROTOCOL_CONNECTION_LOST PROTOCOL_PACKETS_OUT_OF_ORDER',
    ),
    busy: codes('EADDRNOTAVAIL EAGAIN EMFILE ENFILE ENOBUFS ENOMEM HANDSHAKE_UNKNOWN_ERROR'),
    late: [],
    'read-only': [],
    refused: codes(
      'CERT_CHAIN_TOO_LONG CERT_HAS_EXPIRED CERT_NOT_YET_VALID CERT_REJECTED CERT_REVOKED ' +
        'CERT_SIGNATURE_FAILURE CERT_UNTRUSTED DEPTH_ZERO_SELF_SIGNED_CERT ' +
        'ERR_TLS_CERT_ALTNAME_INVALID HOSTNAME_MISMATCH INVALID_CA INVALID_PURPOSE ' +
        'PATH_LENGTH_EXCEEDED SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_GET_ISSUER_CERT ' +
        'UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE ' +
        'AUTH_SWITCH_PLUGIN_ERROR HANDSHAKE_NO_SSL_SUPPORT ' +
        'MYSQL_CLEAR_PASSWORD_NOT_ENABLED',
    ),
  },
} satisfies Record<string, Record<Kind, readonly string[]>>;

/** While connecting they tell of the server, under a statement of the statement. */
const twofold = { postgresql: codes('XX000'), mysql: codes('1105') };

/** While connecting they tell of a busy server, under a statement that it took too long. */
const cutOff = {
  postgresql: codes('57014'),
  mysql: codes('1317 1969 3024'),
  network: codes('PROTOCOL_SEQUENCE_TIMEOUT'),
};

const asFailure = {
  postgresql: ofPostgresql,
  mysql: (code: string) => ofMysql(Number(code)),
  network: ofPostgresql,
};

describe.each(['postgresql', 'mysql', 'network'] as const)('the error codes of %s', (whose) => {
  it.each(kinds.flatMap((kind) => expected[whose][kind].map((code) => [code, kind] as const)))(
    'the error code %s is %s',
    (code, kind) => {
      expect(both(asFailure[whose](code))).toEqual([kind, kind]);
    },
  );

  it('the expected error codes are all of those in the table', () => {
    const table = { postgresql: states, mysql: numbers, network: names }[whose];
    const known = [
      ...kinds.flatMap((kind) => expected[whose][kind]),
      ...(whose === 'network' ? [] : twofold[whose]),
      ...cutOff[whose],
    ];
    expect([...table.keys()].map(String).toSorted()).toEqual([...known].toSorted());
  });
});

it.each([...twofold.postgresql.map(ofPostgresql), ...twofold.mysql.map((code) => ofMysql(+code))])(
  'a code with two meanings is busy at a login and refused on a statement: %o',
  (error) => {
    expect(both(error)).toEqual(['busy', 'refused']);
  },
);

it.each([
  ...cutOff.postgresql.map(ofPostgresql),
  ...cutOff.mysql.map((code) => ofMysql(+code)),
  ...cutOff.network.map(ofPostgresql),
  new Error('Query read timeout'),
])('a statement that was cut off is late, and a login busy: %o', (error) => {
  expect(both(error)).toEqual(['busy', 'late']);
});

describe('classes of SQLSTATE', () => {
  // PostgreSQL 11 to 18, Appendix A.
  const all = codes(
    '00 01 02 03 08 09 0A 0B 0F 0L 0P 0Z 10 20 21 22 23 24 25 26 27 28 2B 2D 2F 34 38 39 3B 3D 3F ' +
      '40 42 44 53 54 55 57 58 72 F0 HV P0 XX',
  );
  const waited = { '08': 'absent', 40: 'busy', 53: 'busy', 55: 'busy', 57: 'busy' } as Record<
    string,
    Kind
  >;

  it('the table has every class of SQLSTATE, and no other', () => {
    expect([...stateClasses.keys()].toSorted()).toEqual([...all].toSorted());
  });

  it.each(all.filter((one) => one !== '58'))(
    'the class %s of SQLSTATE decides for codes that are not in the table',
    (one) => {
      const kind = waited[one] ?? 'refused';
      expect(both(ofPostgresql(`${one}Z9Z`.slice(0, 5)))).toEqual([kind, kind]);
    },
  );

  it('the class 58 of SQLSTATE is busy at a login and refused on a statement', () => {
    expect(both(ofPostgresql('58030'))).toEqual(['busy', 'refused']);
  });

  it.each([
    ['08S01', 'absent'],
    ['40001', 'busy'],
    ['42000', 'refused'],
    ['HY000', 'refused'],
  ] as const)(
    'the SQLSTATE %s decides for MySQL numbers that are not in the table',
    (sqlState, kind) => {
      expect(both(ofMysql(65_000, sqlState))).toEqual([kind, kind]);
    },
  );
});

describe('failures without a code, or with a misleading one', () => {
  it.each([
    ['timeout expired', undefined, 'absent'],
    ['Connection terminated unexpectedly', undefined, 'absent'],
    ['Connection terminated due to connection timeout', undefined, 'absent'],
    ['Client has encountered a connection error and is not queryable', undefined, 'absent'],
    ["Can't add new command when connection is in closed state", undefined, 'absent'],
    ['read ECONNRESET', 'HANDSHAKE_SSL_ERROR', 'absent'],
    [
      'Client network socket disconnected before secure TLS connection was established',
      'HANDSHAKE_SSL_ERROR',
      'absent',
    ],
    ['There was an error establishing an SSL connection', undefined, 'busy'],
    ['The server does not support SSL connections', undefined, 'refused'],
    ['unable to get local issuer certificate', 'HANDSHAKE_SSL_ERROR', 'refused'],
    ['something that nobody has seen', undefined, 'refused'],
  ] as const)(
    'a failure without a telling code is sorted by its message: %s (%s)',
    (message, code, kind) => {
      expect(both(Object.assign(new Error(message), code && { code }))).toEqual([kind, kind]);
    },
  );

  // Defect class: swallowed exception. A user may be called anything.
  it('a failure with a telling code is not sorted by its message', () => {
    const error = Object.assign(new Error('no user "Connection terminated"'), { code: '28P01' });
    expect(both(error)).toEqual(['refused', 'refused']);
  });

  // A trigger or a function says what it likes, under a code of its own.
  it.each([
    { errno: 1644, sqlState: '45000' },
    { severity: 'ERROR', code: 'ZZ001' },
  ])("a server's words are not taken for a driver's: %o", (said) => {
    const error = Object.assign(new Error('timeout expired'), said);
    expect(both(error)).toEqual(['refused', 'refused']);
  });
});

describe('unlisted failures', () => {
  it('an unlisted code is refused, at a login as on a statement', () => {
    const code = fc
      .oneof(
        fc.string(),
        fc.stringMatching(/^[0-9A-Z]{5}$/),
        fc.stringMatching(/^ERR?_[A-Z_]{1,20}$/),
      )
      .filter((any) => !names.has(any) && !stateClasses.has(any.slice(0, 2)));
    fc.assert(
      fc.property(code, (any) => {
        expect(both(ofPostgresql(any))).toEqual(['refused', 'refused']);
      }),
      seeded,
    );
    const number = fc.integer({ min: 1, max: 70_000 }).filter((any) => !numbers.has(any));
    fc.assert(
      fc.property(number, (any) => {
        expect(both(ofMysql(any))).toEqual(['refused', 'refused']);
      }),
      seeded,
    );
  });

  it('a thrown value that is not an error is refused', () => {
    fc.assert(
      fc.property(fc.anything(), (any) => {
        expect(moments.map((moment) => kindOf(moment, any))).toEqual(['refused', 'refused']);
      }),
      seeded,
    );
  });

  it('kindOf never throws, whatever an error has as code, number and state', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), fc.anything(), (code, errno, sqlState) => {
        const error = Object.assign(new Error('odd'), { code, errno, sqlState });
        for (const kind of both(error)) expect(kinds).toContain(kind);
      }),
      seeded,
    );
  });
});
