import { beforeAll, describe, expect, it } from '@jest/globals';
import { Operator } from '../../plays/operator/operator.ts';
import { answerWith } from '../../plays/scene/approver.ts';
import { observe } from '../../plays/scene/observe.ts';
import { target } from '../../plays/scene/locations.ts';
import type { Simulator } from '../../aws/simulator/simulator.ts';
import { denialOf, playAltered, takeOut } from './altered-templates.ts';
import { changesTo, playScene, sound, soundnessOf } from './scene.ts';
import type { Scene } from './scene.ts';

interface Message {
  readonly status: string;
  readonly toDeleteIt: string;
  readonly toKeepIt: string;
  readonly removal: string;
}

/** What an operator is told when they answer once the run is over: `taken`, or the error's name. */
interface Answered extends Scene {
  readonly again: readonly string[];
}

async function playAnswered(approve: 'no' | 'never'): Promise<Answered> {
  const again: string[] = [];
  const scene = await playScene(
    { graceHours: 1, approve, instanceNames: 'keep' },
    { onCurtain: async (simulator) => void again.push(...(await answersAfterwards(simulator))) },
  );
  return { ...scene, again };
}

function messagesOf(simulator: Simulator, status: string): readonly Message[] {
  return simulator.noticesPublished
    .map((text) => JSON.parse(text) as Message)
    .filter((message) => message.status === status);
}

/** Late, the other way round, and with somebody else's token. */
async function answersAfterwards(simulator: Simulator): Promise<readonly string[]> {
  const operator = new Operator(simulator);
  const [asked] = messagesOf(simulator, 'APPROVAL');
  const foreign = (asked?.toDeleteIt ?? '').replace(/--task-token ./, '--task-token foreign');
  const answer = async (command = ''): Promise<string> => {
    try {
      await answerWith(operator.sfn(target), command);
      return 'taken';
    } catch (error) {
      return (error as Error).name;
    }
  };
  try {
    return await observe(simulator, async () => [
      await answer(asked?.toDeleteIt),
      await answer(asked?.toKeepIt),
      await answer(foreign),
    ]);
  } finally {
    operator.close();
  }
}

describe.each([
  ['no', 'kept: the answer to whether it may be deleted was no'],
  ['never', 'kept: nobody approved of its deletion in time'],
] as const)('an approval that is answered with %s', (approve, why) => {
  let played: Answered;
  beforeAll(async () => {
    played = await playAnswered(approve);
  }, 300_000);

  it('a declined or unanswered approval keeps the old database, and the run succeeds and says why', () => {
    const { report, clusters, simulator } = played;
    const [recovered] = messagesOf(simulator, 'SUCCEEDED').filter(({ removal }) => removal);

    expect(soundnessOf(report)).toEqual(sound);
    expect(clusters.map(({ DBClusterIdentifier: name }) => name)).toEqual([
      'orders',
      expect.stringMatching(/^orders-retired-/),
    ]);
    expect(recovered?.removal).toContain(why);
    expect(changesTo(simulator, [String(clusters[1]?.DBClusterIdentifier)])).toEqual([]);
  });

  it('a closed approval takes no other answer, and no foreign token', () => {
    expect(played.again).toEqual(['TaskTimedOut', 'TaskTimedOut', 'InvalidToken']);
    expect(played.clusters).toHaveLength(2);
  });

  it('the report counts the hours of an approval as waited for people, not as overhead', () => {
    const { peopleSeconds, overheadSeconds } = played.report;

    expect(peopleSeconds).toBeGreaterThan(3600);
    expect(overheadSeconds).toBeLessThan(60);
  });
});

describe.each([
  ['AnnounceRetirement', 'sns:Publish'],
  ['AskApproval', 'sns:Publish'],
])('%s of the place target without %s', (role, taken) => {
  it('the rehearsal fails at the step whose permission is missing, and nothing is deleted', async () => {
    const report = await playAltered('target', (template) => takeOut(template, role, taken), {
      graceHours: 1,
      approve: 'yes',
    });

    expect(denialOf(report)).toEqual({ status: 'FAILED', step: role, action: taken });
  });
});
