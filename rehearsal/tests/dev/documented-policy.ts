import { readFile } from 'node:fs/promises';
import type { PolicyDocument } from '../../aws/contracts.ts';

/** The policy that docs/live-code.md gives to a developer. */
export async function documentedPolicy(): Promise<PolicyDocument> {
  const page = await readFile('docs/live-code.md', 'utf8');
  const text = /```json\n(.*?)```/s.exec(page)?.[1];
  if (text === undefined) throw new Error('docs/live-code.md has no policy');
  return JSON.parse(text) as PolicyDocument;
}
