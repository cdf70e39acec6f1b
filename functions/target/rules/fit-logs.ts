import type { Fit } from './fit.ts';

/** The logs that the version exports; those that it doesn't would fail the restore. */
export function fitLogs(
  wanted: readonly string[] | undefined,
  exportable: readonly string[] | undefined,
  version: string,
): Fit & { readonly logExports: readonly string[] | undefined } {
  const lacking = exportable && wanted?.filter((log) => !exportable.includes(log));
  if (wanted === undefined || lacking === undefined || lacking.length === 0) {
    return { logExports: wanted, differences: [], misfits: [] };
  }
  const logExports = wanted.filter((log) => !lacking.includes(log));
  const difference =
    `EnabledCloudwatchLogsExports is ${JSON.stringify(logExports)}; ${lacking.join(', ')} is left out, ` +
    `for ${version} doesn't export it`;
  return { logExports, differences: [difference], misfits: [] };
}
