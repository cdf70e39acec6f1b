import type { RehearsalReport } from './report.ts';

/** The end of a rehearsal, for a person: what came of it, how long it took, what was proved. */
export function summary(report: RehearsalReport): string {
  const lines = [
    '',
    `${report.status}, mode ${report.mode}, seed ${report.seed}`,
    '',
    ...figures(report).map(([name, value]) => `  ${name.padEnd(30)}${value}`),
    '',
    ...report.steps.map(step),
    '',
    ...report.verification.map(
      ({ name, passed, detail }) => `  ${passed ? 'ok    ' : 'FAILED'}  ${name}: ${detail}`,
    ),
    ...settings(report),
    ...report.databases.map(
      ({ role, accountId, region, identifier, resourceId, rows }) =>
        `  ${role}: "${identifier}" (${resourceId}) in ${accountId} ${region}, ${rows} rows`,
    ),
  ];
  if (report.failure) lines.push('', `  ${report.failure.error}: ${report.failure.cause}`);
  return lines.join('\n');
}

/** What the live database had of its own, and what it has of that now. */
function settings({ settings: account, differences }: RehearsalReport): readonly string[] {
  if (account === null || account.differing === 0) return [];
  const { differing, carried, reported, ofNoMatter, unaccounted } = account;
  return [
    `  settings: ${differing} differed from AWS's defaults; ${carried} carried, ${reported} reported, ` +
      `${ofNoMatter} of no matter, ${unaccounted.length} lost`,
    ...differences.map((sentence) => `    ${sentence}`),
    ...unaccounted.map((member) => `    lost in silence: ${member}`),
  ];
}

function figures(report: RehearsalReport): readonly (readonly [string, string])[] {
  const time = (value: number | null): string => (value === null ? 'none' : duration(value));
  return [
    ['RPO, age of the data', time(report.rpoSeconds)],
    ['RTO, from the notice', time(report.rtoSeconds)],
    ['live name without an answer', time(report.liveNameGapSeconds)],
    ['both runs', duration(report.totalSeconds)],
    ['  of that AWS at work', duration(report.awsSeconds)],
    ...(report.peopleSeconds > 0
      ? [['  of that for people', duration(report.peopleSeconds)] as const]
      : []),
    ['  of that lost', `${report.overheadSeconds} s (${report.overheadPercent ?? '-'} %)`],
    ['API calls', String(report.apiCalls)],
    ['state transitions', String(report.stateTransitions)],
    ['on this machine', `${report.wallSeconds} s`],
  ];
}

function step({ workflow, name, seconds, awsSeconds }: RehearsalReport['steps'][number]): string {
  const aws = awsSeconds > 0 ? `AWS ${duration(awsSeconds)}` : '';
  return `  ${workflow.padEnd(8)}${name.padEnd(22)}${duration(seconds).padStart(12)}   ${aws}`.trimEnd();
}

/** `1 h 2 min 3 s` */
function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const;
  return parts
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ');
}
