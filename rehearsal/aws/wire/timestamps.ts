import type { TimestampFormat } from './shape.ts';

/** Writes a moment as text; `epoch-seconds` keeps its milliseconds as a fraction. */
export function formatTimestamp(moment: Date, format: TimestampFormat): string {
  switch (format) {
    case 'date-time':
      return moment.toISOString();
    case 'http-date':
      return moment.toUTCString();
    case 'epoch-seconds':
      break;
  }
  return String(moment.getTime() / 1000);
}

/** Reads a moment from text. @returns undefined when the text isn't in the format */
export function parseTimestamp(text: string, format: TimestampFormat): Date | undefined {
  if (!patterns[format].test(text)) return undefined;
  const moment = new Date(format === 'epoch-seconds' ? Math.round(Number(text) * 1000) : text);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

const patterns: Readonly<Record<TimestampFormat, RegExp>> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  'http-date': /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/,
  'epoch-seconds': /^-?\d+(\.\d+)?$/,
};
