import { describe, expect, it } from '@jest/globals';
import { lintDefinition } from '../../aws/states/lint-definition.ts';
import { parseDefinition } from '../../aws/states/parse-definition.ts';

const resource = 'arn:aws:lambda:eu-central-1:222222222222:function:f';

/** A Task that no rule finds fault with, as long as a Fail state `Failed` is there. */
function soundTask(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    Type: 'Task',
    Resource: resource,
    TimeoutSeconds: 60,
    Retry: [{ ErrorEquals: ['Lambda.ServiceException'] }],
    Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
    Next: 'Done',
    ...more,
  };
}

const ends = { Done: { Type: 'Succeed' }, Failed: { Type: 'Fail', Error: 'RecoveryFailed' } };

function lint(states: Record<string, unknown>, thrown: readonly string[] = []): readonly string[] {
  const definition = parseDefinition({
    QueryLanguage: 'JSONata',
    StartAt: Object.keys(states)[0],
    States: states,
  });
  return lintDefinition(definition, { thrownErrors: new Set(thrown) }).map(
    ({ rule, location }) => `${rule} ${location}`,
  );
}

describe('lintDefinition', () => {
  it('lintDefinition finds no fault with a sound definition', () => {
    const copy = soundTask({
      Retry: [{ ErrorEquals: ['NotYet', 'States.TaskFailed', 'Lambda.TooManyRequestsException'] }],
      Assign: { id: '{% $states.result.id %}' },
      Next: 'Use',
    });
    const use = { Type: 'Pass', Output: '{% $uppercase($id) & $uuid() %}', Next: 'Done' };
    expect(lint({ Copy: copy, Use: use, ...ends }, ['NotYet'])).toEqual([]);
  });

  it.each([
    ['task-without-timeout', 'TimeoutSeconds'],
    ['task-without-retry', 'Retry'],
  ])('lintDefinition finds %s', (rule, field) => {
    expect(lint({ Copy: soundTask({ [field]: undefined }), ...ends })).toEqual([
      `${rule} /States/Copy`,
    ]);
  });

  it('lintDefinition finds a Task without Catch', () => {
    const copy = soundTask({ Catch: undefined });
    expect(lint({ Copy: copy, Done: { Type: 'Succeed' } })).toEqual([
      'task-without-catch /States/Copy',
    ]);
  });

  it('lintDefinition finds a Choice without Default', () => {
    const which = { Type: 'Choice', Choices: [{ Condition: true, Next: 'Done' }] };
    expect(lint({ Which: which, Done: { Type: 'Succeed' } })).toEqual([
      'choice-without-default /States/Which',
    ]);
  });

  it('lintDefinition finds an error name that no code throws, in Retry and in Catch', () => {
    const copy = soundTask({
      Retry: [{ ErrorEquals: ['NotYet'] }],
      Catch: [{ ErrorEquals: ['NeverThrown'], Next: 'Failed' }],
    });
    expect(lint({ Copy: copy, ...ends })).toHaveLength(2);
    expect(lint({ Copy: copy, ...ends }, ['NotYet'])).toEqual(['unknown-error-name /States/Copy']);
  });

  it('lintDefinition finds a variable that is read and never assigned', () => {
    const use = { Type: 'Pass', Output: { a: ['{% $id %}'] }, End: true };
    expect(lint({ Use: use })).toEqual(['unassigned-variable /States/Use']);
  });

  it('lintDefinition finds a variable that only its own state assigns', () => {
    const use = { Type: 'Pass', Assign: { id: '{% $id + 1 %}' }, End: true };
    expect(lint({ Use: use })).toEqual(['unassigned-variable /States/Use']);
  });

  it('lintDefinition finds a variable that only a later state assigns', () => {
    const use = { Type: 'Pass', Output: '{% $id %}', Next: 'Set' };
    const set = { Type: 'Pass', Assign: { id: 1 }, End: true };
    expect(lint({ Use: use, Set: set })).toEqual(['unassigned-variable /States/Use']);
  });

  it('lintDefinition accepts a variable that a loop, a catcher, a rule or an outer state assigns', () => {
    const states = {
      Copy: soundTask({
        Catch: [{ ErrorEquals: ['States.ALL'], Assign: { why: 1 }, Next: 'Which' }],
        Next: 'Which',
      }),
      Which: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $exists($why) %}', Assign: { rule: 1 }, Next: 'Both' }],
        Default: 'Failed',
      },
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'In', States: { In: { Type: 'Pass', Output: '{% $rule %}', End: true } } },
        ],
        Next: 'Done',
      },
      ...ends,
    };
    expect(lint(states)).toEqual([]);
  });

  it('lintDefinition does not accept a variable of another branch', () => {
    const branches = [
      { StartAt: 'One', States: { One: { Type: 'Pass', Assign: { x: 1 }, End: true } } },
      { StartAt: 'Two', States: { Two: { Type: 'Pass', Output: '{% $x %}', End: true } } },
    ];
    expect(lint({ Both: { Type: 'Parallel', Branches: branches, End: true } })).toEqual([
      'unassigned-variable /States/Both/Branches[1]/States/Two',
    ]);
  });

  it('lintDefinition finds $eval, which Step Functions does not have', () => {
    expect(lint({ Use: { Type: 'Pass', Output: "{% $eval('1') %}", End: true } })).toEqual([
      'unassigned-variable /States/Use',
    ]);
  });

  it('lintDefinition accepts variables that an expression binds itself', () => {
    const output = '{% ($f := function($a) { $a * 2 }; $map($states.input, $f)) %}';
    expect(lint({ Use: { Type: 'Pass', Output: output, End: true } })).toEqual([]);
  });

  it('lintDefinition finds states that lead only to each other', () => {
    const states = {
      Start: { Type: 'Succeed' },
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Pass', Next: 'A' },
    };
    expect(lint(states)).toEqual(['unreachable-state /States/A', 'unreachable-state /States/B']);
  });

  it('lintDefinition finds a Catch after which the run ends in success', () => {
    const copy = soundTask({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'CleanUp' }] });
    const cleanUp = { Type: 'Pass', Next: 'Done' };
    expect(lint({ Copy: copy, CleanUp: cleanUp, Done: ends.Done })).toEqual([
      'catch-without-fail /States/Copy',
    ]);
  });

  it('lintDefinition accepts a Catch that reaches a Fail through other states or after its branch', () => {
    const copy = soundTask({
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Note' }],
      Next: undefined,
      End: true,
    });
    const states = {
      Both: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'Copy', States: { Copy: copy, Note: { Type: 'Pass', End: true } } }],
        Next: 'Good?',
      },
      'Good?': {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input[0].ok = true %}', Next: 'Done' }],
        Default: 'Failed',
      },
      ...ends,
    };
    expect(lint(states)).toEqual([]);
  });
});
