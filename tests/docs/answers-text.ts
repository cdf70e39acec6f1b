import type { Verdict } from '../../functions/shared/adapters/answers/verdict.ts';
import { commonAnswers } from '../../functions/shared/adapters/answers/common.ts';
import { tables } from '../unit/shared/adapters/answers/tables.ts';

const introduction = `# What AWS answers, and what a run does

Each error that AWS's model lists for a call that Understudy makes, and those that any call may answer. The tables are \`functions/shared/adapters/answers/\`; this page is written from them: \`UPDATE_DOCS=1 npm run jest -- tests/docs/answers\`.

| Class                 | The run                                                                                                              |
| --------------------- | -------------------------------------------------------------------------------------------------------------------- |
| wait                  | looks again until the step's deadline                                                                                |
| wait (AWS)            | the SDK tries five times, then the state machine five times within about two minutes, as \`ServiceUnavailable\`        |
| already done          | looks, and goes on where what exists is its own: an answer was lost, and the call made again                         |
| not found             | takes it for the answer to a look-up; after another call it looks again                                              |
| optional part missing | goes live without a reader for which there is no room, and the report says so; the writer is waited for, or refused  |
| wrong input           | ends, and says what to change; a setting that isn't essential is left out, and the report says so                    |
| unexpected            | ends with AWS's own name for it: the functions never ask for what it is about, or nothing in a stack mends it        |
`;

/** The page \`docs/answers.md\`. */
export function answersPage(): string {
  const sections = tables.map(({ service, answers }) => {
    const calls = Object.entries(answers).flatMap(([call, rows]) =>
      Object.entries(rows).map(([error, verdict]) => ({ call, error, verdict })),
    );
    // One row for an error that means the same to several calls.
    const groups = new Map<string, (typeof calls)[number][]>();
    for (const one of calls) {
      const key = `${one.error} ${sayClass(one.verdict)} ${sayChange(one.verdict)}`;
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    const rows = [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const names = group.map(({ call }) => call).join(', ');
      const { error, verdict } = first;
      return [row([`\`${error}\``, names, sayClass(verdict), sayChange(verdict)])];
    });
    const silent = Object.keys(answers).filter(
      (call) => Object.keys(answers[call] ?? {}).length === 0,
    );
    return [
      `## ${service}`,
      '',
      row(['Error', 'Calls', 'Class', 'What to change']),
      row(['---', '---', '---', '---']),
      ...rows.toSorted(),
      ...(silent.length > 0 ? ['', `No errors of their own: ${silent.join(', ')}.`] : []),
      '',
    ].join('\n');
  });
  const common = Object.entries(commonAnswers).map(([error, verdict]) =>
    row([`\`${error}\``, sayClass(verdict), sayChange(verdict)]),
  );
  return [
    introduction,
    ...sections,
    '## Any call',
    '',
    "Whatever else has an HTTP status of 429, 500, 502, 503 or 504, a connection that breaks or never comes about, and an answer that is none of AWS's, is *wait (AWS)* too.",
    '',
    row(['Error', 'Class', 'What to change']),
    row(['---', '---', '---']),
    ...common.toSorted(),
    '',
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function sayClass(verdict: Verdict): string {
  switch (verdict.class) {
    case 'wait':
      return verdict.for === 'aws' ? 'wait (AWS)' : `wait (${verdict.for})`;
    case 'already-done':
      return 'already done';
    case 'not-found':
      return 'not found';
    case 'optional-part':
      return `optional part missing; of the writer: ${sayClass(verdict.otherwise)}`;
    case 'wrong-input':
      return verdict.unless ? 'wait (quota) for copies, else wrong input' : 'wrong input';
    case 'unexpected':
      return 'unexpected';
  }
}

function sayChange(verdict: Verdict): string {
  if (verdict.class === 'optional-part') return sayChange(verdict.otherwise);
  return verdict.class === 'wrong-input' ? verdict.change : '';
}
