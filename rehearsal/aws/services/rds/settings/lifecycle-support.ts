import { oneOf } from './valid-values.ts';

/** What a database gets whose request doesn't say: it is enrolled in paid Extended Support. */
export const enrolled = 'open-source-rds-extended-support';

/** Source: the SDK's model, EngineLifecycleSupport. */
export function readLifecycleSupport(value: string): string {
  return oneOf('EngineLifecycleSupport', value, [enrolled, `${enrolled}-disabled`]);
}
