import { describe, expect, it } from '@jest/globals';
import { requireFit } from '../../../commands/dev/fitness.ts';
import { InMemoryFunctions } from './fakes/in-memory-functions.ts';

const allowed = { 'understudy:live-code': 'allowed' };

describe('requireFit', () => {
  it('a function that is tagged for it is fit', () => {
    expect(() => requireFit(new InMemoryFunctions().facts)).not.toThrow();
  });

  it.each([
    [{ tags: {} }, "lab-Probe isn't tagged understudy:live-code = allowed"],
    [{ tags: { 'understudy:live-code': 'refused' } }, "isn't tagged"],
    [{ tags: { 'understudy:live-code': 'Allowed' } }, "isn't tagged"],
    [
      { tags: { ...allowed, 'understudy:live-code-since': '2031-04-06 desk' } },
      'live already, since 2031-04-06 desk: end that command, or on that machine: npm run dev -- --restore lab-Probe',
    ],
    [{ packageType: 'Image', runtime: '' }, 'found Image'],
    [{ runtime: 'python3.13' }, 'found Zip, python3.13'],
    [{ hasLayers: true }, 'has layers'],
    [{ codeBytes: 50 * 1024 * 1024 + 1 }, "it couldn't be put back"],
  ])('a function with %j is refused in one line', (facts, sentence) => {
    const found = new InMemoryFunctions(facts).facts;

    expect(() => requireFit(found)).toThrow(sentence);
    expect(() => requireFit(found)).not.toThrow(/\n/);
  });
});
