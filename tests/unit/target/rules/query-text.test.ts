import { describe, expect, it } from '@jest/globals';
import { whyNotAsked } from '../../../../functions/target/rules/query-text.ts';

describe('the text of an assertion', () => {
  it.each([
    'SELECT 1',
    '  -- newest\n/* of all */ select max(at) from t',
    'WITH a AS (SELECT 1) SELECT * FROM a',
    '(SELECT 1) UNION (SELECT 2)',
    'TABLE t',
    'VALUES (1)',
    'SHOW server_version',
    'EXPLAIN SELECT 1',
    'DESCRIBE t',
  ])('a query is asked: %s', (query) => {
    expect(whyNotAsked(query)).toBeUndefined();
  });

  it.each([
    ['COMMIT', 'begins with COMMIT'],
    ['PREPARE TRANSACTION x', 'begins with PREPARE'],
    ['SET TRANSACTION READ WRITE', 'begins with SET'],
    ['/* SELECT */ DROP TABLE t', 'begins with DROP'],
    ['selection', 'begins with selection'],
    ['', 'begins with'],
    ["SELECT 1 INTO OUTFILE '/tmp/x'", 'writes a file'],
    ["SELECT 1 INTO/**/DUMPFILE '/tmp/x'", 'writes a file'],
    ["SELECT 1 INTO OUTFILE S3 's3://x'", 'writes a file'],
    ["SELECT 1 /*!50000 INTO OUTFILE '/tmp/x' */", 'a comment that MySQL would run'],
    ["SELECT 1 /*M!100000 INTO OUTFILE '/tmp/x' */", 'a comment that MySQL would run'],
  ])('a text that could change something is not asked: %s', (query, why) => {
    expect(whyNotAsked(query)).toContain(why);
  });
});
