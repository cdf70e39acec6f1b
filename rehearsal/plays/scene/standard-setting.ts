import type { Setting } from './setting.ts';

/** What `npm run rehearse` plays where no option is given. */
export const standard: Setting = {
  mode: 'swap',
  engine: 'aurora-postgresql',
  encryption: 'customer',
  copyRoute: 'two-step',
  readers: 0,
  serverless: false,
  emptyTarget: false,
  ownSettings: false,
  instanceNames: 'swap',
  graceHours: 0,
  approve: undefined,
  login: 'secret',
  seed: 1,
};
