import { describe, expect, it } from '@jest/globals';
import { preparationOf } from '../../../../functions/lab/rules/preparation.ts';
import { prepareDatabase } from '../../../../functions/lab/steps/prepare-database.ts';
import type { DeploymentAnswer } from '../../../../functions/shared/ports/deployments.ts';
import { driverError, LabDatabase } from '../../fakes/lab-database.ts';
import { turn } from '../../fakes/turn.ts';

const preparation = { engine: 'aurora-postgresql', database: 'lab', user: 'probe' } as const;
const request = {
  type: 'Create',
  url: 'https://answer.example.com/signed',
  stackId: 'stack',
  requestId: 'request',
  logicalId: 'PreparedDatabase',
} as const;

async function prepare(database: LabDatabase, type: 'Create' | 'Update' | 'Delete' = 'Create') {
  const answers: DeploymentAnswer[] = [];
  const outcome = await database.clock.attend(
    prepareDatabase({ ...request, type }, preparation, {
      connectAsMaster: () => database.connect('direct', 'master'),
      deployments: {
        async answer(_url, answer) {
          await turn();
          answers.push(answer);
        },
      },
      clock: database.clock,
    }),
  );
  return { outcome, answers };
}

describe('PrepareDatabase', () => {
  it.each(['Create', 'Update'] as const)(
    'PrepareDatabase says all of the preparation at %s',
    async (type) => {
      const database = new LabDatabase();

      const { outcome, answers } = await prepare(database, type);

      expect(outcome).toEqual({ status: 'SUCCESS' });
      expect(database.said).toEqual(preparationOf(preparation));
      expect(database.open.size).toBe(0);
      expect(answers).toMatchObject([
        { Status: 'SUCCESS', PhysicalResourceId: 'PreparedDatabase-schema' },
      ]);
    },
  );

  it('PrepareDatabase does nothing when the stack is deleted, not even connect', async () => {
    const database = new LabDatabase();
    database.connecting = () => driverError('ECONNREFUSED');

    const { answers } = await prepare(database, 'Delete');

    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
    expect(database.said).toEqual([]);
  });

  it('PrepareDatabase waits for a database that has just been made', async () => {
    const database = new LabDatabase();
    database.connecting = () => (database.seconds < 30 ? driverError('28P01') : undefined);

    expect((await prepare(database)).outcome).toEqual({ status: 'SUCCESS' });
    expect(database.seconds).toBeLessThan(40);
  });

  it('PrepareDatabase fails the deployment with the reason where nobody lets it in', async () => {
    const database = new LabDatabase();
    database.connecting = () => driverError('ENOTFOUND', 'getaddrinfo ENOTFOUND lab');

    const { answers } = await prepare(database);

    expect(answers).toMatchObject([
      { Status: 'FAILED', Reason: 'Error: getaddrinfo ENOTFOUND lab' },
    ]);
    expect(database.seconds).toBeLessThan(60);
  });

  it('PrepareDatabase does not ask a server again that can’t prove who it is', async () => {
    const database = new LabDatabase();
    database.connecting = () => driverError('SELF_SIGNED_CERT_IN_CHAIN');

    expect((await prepare(database)).answers).toMatchObject([{ Status: 'FAILED' }]);
    expect(database.seconds).toBeLessThan(1);
  });
});
