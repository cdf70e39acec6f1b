import path from 'node:path';

import type { ServerAddress } from '../../contracts.ts';
import { mysqlZone, type ServerParameters } from '../server-parameters.ts';
import type { ServerFiles } from '../server-files.ts';

/** What the servers say to be: a version that Aurora MySQL 3 is compatible with. */
export const pretendedVersion = '8.0.39';

/** What every start of the program on a data directory has in common, the first one included. */
export function storageArguments(directory: string): readonly string[] {
  return [
    '--no-defaults',
    `--datadir=${directory}`,
    // Every dump takes the whole log along, used or not.
    '--innodb-log-file-size=4M',
    '--innodb-temp-data-file-path=ibtmp1:2M:autoextend',
    '--innodb-buffer-pool-size=64M',
    '--innodb-buffer-pool-load-at-startup=OFF',
    '--innodb-buffer-pool-dump-at-shutdown=OFF',
    // What survives a killed process is kept; what survives a power cut isn't worth its time.
    '--innodb-flush-method=nosync',
    '--innodb-flush-log-at-trx-commit=2',
    '--innodb-doublewrite=OFF',
    '--sync-frm=OFF',
    '--performance-schema=OFF',
  ];
}

/** The arguments of a server that takes statements from its input, one a line, and ends. */
export function bootstrapArguments(directory: string): readonly string[] {
  return [...storageArguments(directory), '--bootstrap'];
}

/** The arguments of a server; connections come by TCP with TLS only. */
export function serverArguments(
  directory: string,
  at: ServerAddress,
  files: ServerFiles,
  parameters?: ServerParameters,
): readonly string[] {
  return [
    ...storageArguments(directory),
    `--version=${pretendedVersion}`,
    `--bind-address=${at.address}`,
    `--port=${at.port}`,
    // No socket in the file system: its name would have to be short.
    '--socket=',
    `--pid-file=${path.join(directory, 'server.pid')}`,
    `--ssl-cert=${files.certificate}`,
    `--ssl-key=${files.privateKey}`,
    `--ssl-ca=${files.clientAuthority}`,
    '--require-secure-transport=ON',
    '--skip-name-resolve',
    '--skip-log-bin',
    '--character-set-server=utf8mb4',
    '--max-connections=60',
    `--default-time-zone=${mysqlZone(parameters)}`,
    // A quiet server writes nothing: a copy depends on that.
    '--innodb-stats-persistent=OFF',
    '--aria-checkpoint-interval=0',
  ];
}
