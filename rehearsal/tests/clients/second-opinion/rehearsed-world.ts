import { LineageEngine } from '../../../plays/campaign/lineage-engine.ts';
import type { Location } from '../../../aws/contracts.ts';
import { observe } from '../../../plays/scene/observe.ts';
import { Stage } from '../../../aws/stage/stage.ts';
import { clientsOf, destroyClients, handover, source, target, waiting } from './world.ts';
import type { Clients, World } from './world.ts';

/** As long as the longest of what RDS does, a copy across Regions. Milliseconds. */
const longest = 30 * 60_000;

/** The rehearsal's stage, in this process, with databases that hold nothing. */
export async function rehearsedWorld(): Promise<World> {
  const stage = await Stage.open({
    seed: 1,
    start: Date.now(),
    engine: new LineageEngine('postgresql', '18.4'),
  });
  const inPlace = ({ accountId, region }: Location): Clients =>
    clientsOf({
      endpoint: stage.url,
      region,
      credentials: stage.credentials.operator(accountId),
      systemClockOffset: stage.clock.now() - Date.now(),
    });
  const there = { source: inPlace(source), handover: inPlace(handover), target: inPlace(target) };
  return {
    ...there,
    makeKey: async (place) => stage.kms.createKey(place === 'source' ? source : handover),
    makeTopic: async () => stage.sns.createTopic(source, { name: 'notices' }),
    makeStateMachine: async () =>
      stage.stepFunctions.createStateMachine(source, {
        name: 'recovery',
        definition: waiting,
        roleArn: `arn:aws:iam::${source.accountId}:role/recovery`,
      }).arn,
    nameOf: ({ name }) => (name === 'NotSimulated' ? "doesn't know" : name),
    watch: (work) => observe(stage, work),
    settle: () => stage.clock.run(stage.clock.sleep(longest)),
    async close() {
      destroyClients(...Object.values(there));
      await stage.close();
    },
  };
}
