import { describe, expect, it } from '@jest/globals';
import { similarClasses } from '../../../../functions/shared/rules/offered-class.ts';

const offered = ['db.t4g.large', 'db.r6g.large', 'db.r6g.xlarge', 'db.r7g.large', 'db.serverless']
  .flatMap((instanceClass) => [instanceClass, instanceClass])
  .map((instanceClass) => ({ instanceClass, storageType: 'aurora' }));

describe('similarClasses', () => {
  it('the classes of the same kind and size come first, each once', () => {
    expect(similarClasses('db.r4.large', offered)).toEqual([
      'db.r7g.large',
      'db.r6g.large',
      'db.r6g.xlarge',
    ]);
  });

  it('nothing is named where nothing is offered', () => {
    expect(similarClasses('db.r4.large', [])).toEqual([]);
  });
});
