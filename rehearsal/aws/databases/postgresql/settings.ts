import type { ServerAddress } from '../../contracts.ts';
import { postgresqlZone, type ServerParameters } from '../server-parameters.ts';
import { doorName, internalUser, type ServerFiles } from '../server-files.ts';

/**
 * Everybody comes by TLS and, but for the internal user, with a password: a connection without TLS
 * finds no entry, as it does under `rds.force_ssl`. Members of `rds_iam` are let in by the front door
 * alone. Those of `rds_superuser` may hand that role on, which makes them its members for PostgreSQL.
 */
export const hostAccessRules = [
  `hostssl all,replication ${internalUser} 127.0.0.1/32 cert`,
  `hostssl all,replication ${internalUser} all reject`,
  'hostssl all +rds_superuser all scram-sha-256',
  `hostssl all +rds_iam 127.0.0.1/32 cert map=${doorName}`,
  'hostssl all +rds_iam all reject',
  'hostssl all all all scram-sha-256',
  '',
].join('\n');

/** Whom the certificate of the front door may log in as: every user whose rule asks for it. */
export const doorNames = `${doorName} ${doorName} all\n`;

/**
 * The settings of a server that lives for minutes: what survives a killed process is kept, what
 * survives a power cut (fsync) isn't worth its time.
 * @param access the files that hold `hostAccessRules` and `doorNames`
 */
export function serverSettings(
  at: ServerAddress,
  files: ServerFiles,
  access: { readonly rules: string; readonly names: string },
  parameters?: ServerParameters,
): Readonly<Record<string, string>> {
  return {
    listen_addresses: at.address,
    port: String(at.port),
    unix_socket_directories: '',
    hba_file: access.rules,
    ident_file: access.names,
    ssl: 'on',
    ssl_cert_file: files.certificate,
    ssl_key_file: files.privateKey,
    ssl_ca_file: files.clientAuthority,
    password_encryption: 'scram-sha-256',
    fsync: 'off',
    full_page_writes: 'off',
    shared_buffers: '32MB',
    // In the volume: what a killed server leaves goes with it.
    dynamic_shared_memory_type: 'mmap',
    // For a burst of clients; a server that nobody comes to pays nothing for them.
    max_connections: '300',
    io_method: 'sync',
    autovacuum: 'off',
    jit: 'off',
    // Streaming to a replica, and the slot that keeps the log while a copy is made.
    wal_level: 'replica',
    max_wal_senders: '6',
    hot_standby: 'on',
    // The log that a dump takes along stays short.
    min_wal_size: '2MB',
    max_wal_size: '128MB',
    wal_recycle: 'off',
    wal_init_zero: 'off',
    timezone: postgresqlZone(parameters),
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_destination: 'stderr',
  };
}

/** Settings as a server's arguments. */
export function settingArguments(settings: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
