import { LineageEngine } from '../../../plays/campaign/lineage-engine.ts';
import type { Location } from '../../../aws/contracts.ts';
import { observe } from '../../../plays/scene/observe.ts';
import { clientSettings } from '../../../plays/operator/client-settings.ts';
import { Simulator } from '../../../aws/simulator/simulator.ts';
import { clientsOf, destroyClients, handover, source, target, waiting } from './world.ts';
import type { Clients, World } from './world.ts';

/** As long as the longest of what RDS does, a copy across Regions. Milliseconds. */
const longest = 30 * 60_000;

/** The rehearsal's simulator, in this process, with databases that hold nothing. */
export async function rehearsedWorld(): Promise<World> {
  const simulator = await Simulator.open({
    seed: 1,
    start: Date.now(),
    engine: new LineageEngine('postgresql', '18.4'),
  });
  const inPlace = (location: Location): Clients => clientsOf(clientSettings(simulator, location));
  const there = { source: inPlace(source), handover: inPlace(handover), target: inPlace(target) };
  return {
    ...there,
    makeKey: async (place) => simulator.kms.createKey(place === 'source' ? source : handover),
    makeTopic: async () => simulator.sns.createTopic(source, { name: 'notices' }),
    makeStateMachine: async () =>
      simulator.stepFunctions.createStateMachine(source, {
        name: 'recovery',
        definition: waiting,
        roleArn: `arn:aws:iam::${source.accountId}:role/recovery`,
      }).arn,
    nameOf: ({ name }) => (name === 'NotSimulated' ? "doesn't know" : name),
    watch: (work) => observe(simulator, work),
    settle: () => simulator.clock.run(simulator.clock.sleep(longest)),
    async close() {
      destroyClients(...Object.values(there));
      await simulator.close();
    },
  };
}
