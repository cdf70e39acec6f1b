import type { Setting } from './setting.ts';

/** An unencrypted Aurora PostgreSQL cluster with nothing of its own: for plays that are about something else. */
export function plainSetting(seed: number, readers: number): Setting {
  return {
    mode: 'swap',
    engine: 'aurora-postgresql',
    encryption: 'none',
    copyRoute: 'two-step',
    readers,
    serverless: false,
    emptyTarget: false,
    ownSettings: false,
    instanceNames: 'swap',
    graceHours: 0,
    approve: undefined,
    login: 'secret',
    seed,
  };
}
