import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { filesUnder } from '../../../tests/template/sources.ts';
import { clientsOfFunctions } from '../../plays/campaign/sdk-clients.ts';

// Defect class: a client that nobody intercepts looks for AWS itself, in every run of the campaign.
it('the campaign intercepts every client that a function makes', () => {
  const made = filesUnder('functions')
    .flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/const (\w+) = (?:perRegion|\w+PerRegion)\(/g),
    ])
    .map(([, name = '']) => name);

  expect(Object.keys(clientsOfFunctions).toSorted()).toEqual(made.toSorted());
});
