import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { definedEdges, drawnEdges } from './diagram-edges.ts';

const page = await readFile('docs/architecture.md', 'utf8');

describe.each([
  ['source', ['ReportFailure', 'CaptureFailed']],
  ['target', ['ReportFailure', 'RecoveryFailed']],
  ['access', []],
])('docs/architecture.md on the %s workflow', (workflow, failures) => {
  it('draws the edges of the definition', async () => {
    const definition = parse(await readFile(`statemachines/${workflow}.asl.yaml`, 'utf8')) as {
      readonly States: Parameters<typeof definedEdges>[0];
    };

    expect(drawnEdges(page, workflow)).toEqual(definedEdges(definition.States, failures));
  });
});
