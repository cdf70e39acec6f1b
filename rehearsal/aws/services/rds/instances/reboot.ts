import type { RebootDBInstanceMessage, RebootDBInstanceResult } from '@aws-sdk/client-rds';
import { simulated } from '../operation.ts';
import { announceInstance } from '../serving.ts';
import { describeInstance } from './describe.ts';
import { aboutInstance, authorizedInstance, requireInstanceTakes } from './find.ts';
import { restartDuring } from './rename.ts';
import { restarted } from './restarted.ts';

/** RebootDBInstance: what waits for a reboot is applied. ForceFailover isn't simulated. */
export const rebootInstance = simulated<RebootDBInstanceMessage, RebootDBInstanceResult>(
  'RebootDBInstance',
  { DBInstanceIdentifier: true },
  (context, input, call) => {
    const name = input.DBInstanceIdentifier;
    const instance = authorizedInstance(context, 'RebootDBInstance', name, call);
    requireInstanceTakes(instance, 'RebootDBInstance');
    context.transitions.begin(
      {
        operation: 'reboot-instance',
        owner: instance,
        identifier: instance.identifier,
        location: instance.location,
        fail: (status) => (instance.status = status),
      },
      async (transition) => {
        instance.status = 'rebooting';
        context.emit('RDS-EVENT-0004', aboutInstance(instance));
        await restartDuring(context, instance, () => transition.wait(transition.draw('reboot')));
        await transition.arrive();
        announceInstance(context, instance);
        restarted(instance);
        instance.status = 'available';
        context.emit('RDS-EVENT-0006', aboutInstance(instance));
      },
    );
    return { DBInstance: describeInstance(context, instance) };
  },
);
