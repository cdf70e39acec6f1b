import type { RecoverySettings } from '../../../functions/target/steps/settings.ts';
import { stackName, targetKeyArn, targetLocation } from './locations.ts';

/** A target stack's settings as it has them by default, for a database of a name. */
export function recoverySettings({
  live = 'orders',
  temporary = 'orders-next',
  ...more
}: Partial<RecoverySettings> & {
  readonly live?: string;
  readonly temporary?: string;
} = {}): RecoverySettings {
  return {
    stack: stackName,
    location: targetLocation,
    kind: 'cluster',
    engine: 'aurora-postgresql',
    mode: 'swap',
    names: {
      live,
      temporary,
      liveInstance: `${live}-instance`,
      temporaryInstance: `${temporary}-instance`,
    },
    targetKeyArn,
    sourceResourceId: undefined,
    hold: undefined,
    instanceClass: undefined,
    memberParameterGroup: undefined,
    engineVersion: undefined,
    swapInstanceNames: true,
    retirement: 'delete',
    graceHours: 0,
    approvalHours: undefined,
    onFailure: 'keep',
    monitoringRole: undefined,
    domainRole: undefined,
    quiet: undefined,
    parameters: {},
    ...more,
  };
}
