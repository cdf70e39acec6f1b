import type { Actions } from './granted-actions.ts';

/**
 * What the table under the heading `## Stack <stack>` says: its first column names a function, its
 * second holds actions in backticks.
 */
export function documentedActions(page: string, stack: string): Actions {
  const section = page.split(/^## /m).find((text) => text.startsWith(`Stack ${stack}\n`)) ?? '';
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'));
  const documented = new Map<string, string[]>();
  for (const row of rows) {
    const [, name = '', may = ''] = row.split('|').map((cell) => cell.trim());
    const actions = [...may.matchAll(/`([^`]+)`/g)].map(([, action = '']) => action);
    documented.set(name, [...new Set([...(documented.get(name) ?? []), ...actions])].toSorted());
  }
  return documented;
}
