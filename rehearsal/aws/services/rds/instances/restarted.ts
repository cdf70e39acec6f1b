import type { Instance } from '../databases.ts';

/** The instance has restarted: what waited for that is in effect. */
export function restarted(instance: Instance): void {
  instance.parameterStatus = 'in-sync';
  instance.clusterParameterStatus = 'in-sync';
  Object.assign(instance, instance.untilRestart);
  if ('caCertificate' in instance.untilRestart) {
    const { CACertificateIdentifier: _, ...pending } = instance.pending;
    instance.pending = pending;
  }
  instance.untilRestart = {};
}
