import { documentOf } from '../../../tests/workflow/machine.ts';

interface Document {
  readonly States: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The target workflow as it is from SyncTargets until its targets are right: the deployed states, with
 * a beginning that knows what they read, and an end in place of the rest.
 * @param run the recovery's name
 */
export function syncTargetsOfTarget(run: string): unknown {
  const { States: states } = documentOf('target', 'present') as Document;
  const sync = states['SyncTargets'] as { readonly Catch: readonly object[] };
  const synced = states['TargetsSynced?'] as { readonly Choices: readonly { Condition: string }[] };
  const [caught] = sync.Catch;
  const [ready] = synced.Choices;
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    States: {
      Begin: {
        Type: 'Pass',
        Assign: {
          plan: { run },
          since: '{% $states.context.Execution.StartTime %}',
          accessMemory: null,
          awsCalls: 0,
          failure: null,
        },
        Next: 'SyncTargets',
      },
      SyncTargets: { ...sync, Catch: [{ ...caught, Next: 'Failed' }] },
      'TargetsSynced?': { ...synced, Choices: [{ Condition: ready?.Condition, Next: 'Done' }] },
      WaitForTargets: states['WaitForTargets'],
      Done: { Type: 'Succeed' },
      Failed: { Type: 'Fail', Error: '{% $failure.error %}', Cause: '{% $failure.cause %}' },
    },
  };
}
