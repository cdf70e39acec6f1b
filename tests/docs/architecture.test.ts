import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { definedEdges, drawnEdges } from './diagram-edges.ts';

const page = await readFile('docs/architecture.md', 'utf8');

describe.each([
  ['source', ['ReportFailure', 'CaptureFailed']],
  ['target', ['ReportFailure', 'RecoveryFailed']],
  ['access', []],
])('the diagram of the %s workflow in docs/architecture.md', (workflow, failures) => {
  it("the diagram in docs/architecture.md has the edges of the workflow's definition", async () => {
    const definition = parse(await readFile(`statemachines/${workflow}.asl.yaml`, 'utf8')) as {
      readonly States: Parameters<typeof definedEdges>[0];
    };

    expect(drawnEdges(page, workflow)).toEqual(definedEdges(definition.States, failures));
  });
});
