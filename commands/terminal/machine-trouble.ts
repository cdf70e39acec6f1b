/** What to do about each trouble that a machine makes, by its code. Source: errno(3). */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'no room left: free some; a rehearsal takes about 400 MB below /dev/shm or TMPDIR',
  EDQUOT: 'the quota of disk space is used up: free some, or set TMPDIR to another place',
  EMFILE: 'this process may open no more files: raise the limit, for example by ulimit -n 4096',
  ENFILE: 'the machine can open no more files: end other programs, or raise fs.file-max',
  ENOMEM: 'no memory left: end other programs; a rehearsal takes about 1 GB',
  EAGAIN: 'the machine starts no more processes: end other programs, or raise ulimit -u',
  ENAMETOOLONG: 'a path is too long: set TMPDIR to a shorter one',
  EACCES: 'this user may not write there: use a copy of the project of your own',
  EPERM: 'this user may not write there: use a copy of the project of your own',
  EFBIG: 'a file may not grow that large: raise ulimit -f',
  EROFS: 'the disk is read-only: use a copy of the project that can be written',
  EIO: 'the disk fails',
};

/** The same troubles as programs other than Node tell them. Source: strerror(3), in English. */
const told: Readonly<Record<string, RegExp>> = {
  ENOSPC: /No space left on device/i,
  EDQUOT: /Disk quota exceeded/i,
  EMFILE: /Too many open files(?! in system)/i,
  ENFILE: /Too many open files in system/i,
  ENOMEM: /Cannot allocate memory|out of memory/i,
  EAGAIN: /(?:fork|spawn).*Resource temporarily unavailable/i,
  ENAMETOOLONG: /File name too long|path.* is too long/i,
  EFBIG: /File too large/i,
  EROFS: /Read-only file system/i,
};

/** Codes that have other reasons elsewhere: the calls of which they tell trouble. */
const onlyOf: Readonly<Record<string, RegExp>> = {
  EAGAIN: /^spawn/,
  EACCES: /^(?:open|mk|rename|copy|symlink|chmod|chown)/,
  EPERM: /^(?:open|mk|rename|copy|symlink|chmod|chown)/,
};

/**
 * Says what the machine lacks, where an error comes of that, however deep: in its causes, or in what a
 * server wrote before it ended.
 * @returns undefined where the machine is as it should be
 */
export function machineTrouble(error: unknown): string | undefined {
  for (const one of withCauses(error)) {
    const code = codeOf(one);
    const remedy = code === undefined ? undefined : remedies[code];
    if (remedy === undefined) continue;
    const { path } = one as NodeJS.ErrnoException;
    const where = path === undefined ? '' : ` (at ${path})`;
    return `This machine: ${remedy}${where}.`;
  }
  return undefined;
}

function codeOf(error: Error): string | undefined {
  const { code, syscall = '' } = error as NodeJS.ErrnoException;
  const only = code === undefined ? undefined : onlyOf[code];
  if (only !== undefined) return only.test(syscall) ? code : undefined;
  if (code !== undefined && code in remedies) return code;
  return Object.keys(told).find((one) => told[one]?.test(error.message));
}

function withCauses(error: unknown): readonly Error[] {
  if (!(error instanceof Error)) return [];
  const others = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  return [error, ...[error.cause, ...others].flatMap(withCauses)];
}
