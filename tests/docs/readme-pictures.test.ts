import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { project } from '../../scripts/checks/project.ts';
import { diagram } from '../../scripts/workflows/diagram.ts';
import { withPictures } from '../../scripts/workflows/page.ts';
import { stepGraph } from '../../scripts/workflows/step-graph.ts';

const definition = {
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Next: 'Copy' },
    Copy: { Type: 'Task', Next: 'Copied?', Catch: [{ Next: 'Clean' }] },
    'Copied?': { Type: 'Choice', Choices: [{ Next: 'Share' }], Default: 'WaitForCopy' },
    WaitForCopy: { Type: 'Wait', Next: 'Copy' },
    Share: { Type: 'Task', Next: 'Clean', Catch: [{ Next: 'Clean' }] },
    Clean: { Type: 'Task', Next: 'Succeeded', Catch: [{ Next: 'ReportFailure' }] },
    ReportFailure: { Type: 'Task', Next: 'RunFailed' },
    Succeeded: { Type: 'Succeed' },
    RunFailed: { Type: 'Fail' },
  },
};

describe('the pictures of the workflows', () => {
  it('README.md has those that the definitions make: npm run draw makes them anew', async () => {
    const page = await readFile('README.md', 'utf8');

    expect(page).toBe(await withPictures(page, project));
  });

  it('a page without a place for a picture is refused', async () => {
    await expect(withPictures('# Understudy', project)).rejects.toThrow('<!-- source workflow -->');
  });

  it('a step graph passes over what decides, waits and begins', () => {
    expect(stepGraph(definition)).toEqual([
      { from: 'start', to: 'Copy', after: 'success' },
      { from: 'Copy', to: 'Share', after: 'success' },
      { from: 'Copy', to: 'Clean', after: 'failure' },
      { from: 'Share', to: 'Clean', after: 'success' },
      { from: 'Share', to: 'Clean', after: 'failure' },
      { from: 'Clean', to: 'Succeeded', after: 'success' },
      { from: 'Clean', to: 'ReportFailure', after: 'failure' },
      { from: 'ReportFailure', to: 'RunFailed', after: 'success' },
    ]);
  });

  it('a diagram draws an edge once, and leaves out where all failures meet', () => {
    expect(diagram(definition)).toBe(
      [
        'flowchart LR',
        '  start([start]) --> Copy',
        '  Copy --> Share',
        '  Copy -. fails .-> Clean',
        '  Share --> Clean',
        '  Clean --> Succeeded([Succeeded])',
      ].join('\n'),
    );
  });
});
