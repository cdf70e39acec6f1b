import { describe, expect, it } from '@jest/globals';
import { machineTrouble } from '../../../../commands/terminal/machine-trouble.ts';

const withCode = (code: string, more: object = {}): Error =>
  Object.assign(new Error(`${code}: something`), { code, ...more });

describe('trouble of the machine', () => {
  it.each([
    ['ENOSPC', /no room left/],
    ['EDQUOT', /quota of disk space/],
    ['EMFILE', /may open no more files: .* ulimit -n 4096/],
    ['ENFILE', /machine can open no more files/],
    ['ENOMEM', /no memory left/],
    ['ENAMETOOLONG', /path is too long: .*TMPDIR/],
    ['EFBIG', /may not grow that large: raise ulimit -f/],
    ['EROFS', /disk is read-only/],
    ['EIO', /disk fails/],
  ])('%s is told as trouble of the machine, with what to do, in one line', (code, sentence) => {
    expect(machineTrouble(withCode(code))).toMatch(sentence);
    expect(machineTrouble(withCode(code))).toMatch(/^This machine: [^\n]*\.$/);
  });

  it('the path that had no room is named', () => {
    expect(machineTrouble(withCode('ENOSPC', { path: '/dev/shm/x' }))).toMatch('(at /dev/shm/x)');
  });

  it.each([
    ['ENOSPC', 'could not write to file "pg_wal/xlogtemp.7": No space left on device'],
    ['ENOSPC', 'could not resize shared memory segment: No space left on device'],
    ['EMFILE', 'could not open file: Too many open files'],
    ['ENFILE', 'could not open file: Too many open files in system'],
    ['ENOMEM', 'could not map anonymous shared memory: Cannot allocate memory'],
    ['EAGAIN', 'could not fork autovacuum worker process: Resource temporarily unavailable'],
    ['ENAMETOOLONG', 'Unix-domain socket path "/x" is too long (maximum 107 bytes)'],
    ['EFBIG', 'could not extend file "base/5/16412": File too large'],
    ['EROFS', "mkdir: cannot create directory '/x': Read-only file system"],
  ])('%s is found in what a server says: %s', (code, line) => {
    const death = new Error(
      `the server on one ended by itself with 1; the end of its log:\n${line}`,
    );
    const trouble = machineTrouble(new Error('it failed', { cause: death }));
    expect(trouble).toBe(
      machineTrouble(code === 'EAGAIN' ? withCode(code, { syscall: 'spawn x' }) : withCode(code)),
    );
  });

  it('what may not be written is told with its path', () => {
    const error = withCode('EACCES', { syscall: 'mkdir', path: '/theirs/.rehearsal' });
    expect(machineTrouble(error)).toBe(
      'This machine: this user may not write there: use a copy of the project of your own (at /theirs/.rehearsal).',
    );
  });

  it('trouble is found in causes and among several errors', () => {
    const deep = new AggregateError([new Error('one'), new Error('x', { cause: withCode('EIO') })]);
    expect(machineTrouble(deep)).toMatch('the disk fails');
  });

  it.each([
    new Error('Access denied'),
    withCode('ECONNREFUSED'),
    withCode('EAGAIN'),
    withCode('EACCES', { syscall: 'connect' }),
    'text',
    undefined,
  ])('what the machine has nothing to do with is none: %s', (error) => {
    expect(machineTrouble(error)).toBeUndefined();
  });
});
