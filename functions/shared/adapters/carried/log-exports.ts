import type { Call } from './fate.ts';

/** A restore takes the kinds of logs as a list; a modification what is to be exported besides. */
export function writeLogExports(kinds: readonly string[], call: Call): object {
  return call.startsWith('Restore')
    ? { EnableCloudwatchLogsExports: [...kinds] }
    : { CloudwatchLogsExportConfiguration: { EnableLogTypes: [...kinds] } };
}
