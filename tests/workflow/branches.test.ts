import { describe, expect, it } from '@jest/globals';
import { definedTransitions, definitionOf } from './machine.ts';
import type { WorkflowName } from './machine.ts';
import { play } from './play.ts';
import {
  discards,
  failingPlays,
  overcoming,
  replacedMeanwhile,
  rollBacks,
  scenarios,
  unanswered,
  unreported,
} from './scenarios.ts';
import { takenTransitions } from './visits.ts';

async function transitionsTaken(workflow: WorkflowName): Promise<readonly string[]> {
  const plays = [
    ...scenarios.map((scenario) => scenario.play),
    ...[rollBacks, overcoming, replacedMeanwhile, unanswered, discards, unreported].flat(),
  ].filter((one) => one.workflow === workflow);
  const taken = new Set<string>();
  for (const one of [...plays, ...failingPlays(workflow)]) {
    for (const way of takenTransitions((await play(one)).visits)) taken.add(way);
  }
  return [...taken].toSorted();
}

describe.each(['source', 'target'] as const)('the %s workflow', (workflow) => {
  it('the scripted runs take every branch and every Catch of the workflow', async () => {
    expect(await transitionsTaken(workflow)).toEqual(
      [...new Set(definedTransitions(definitionOf(workflow)))].toSorted(),
    );
  });
});
