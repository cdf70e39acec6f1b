import { afterEach, beforeEach, jest } from '@jest/globals';

/** Has Powertools publish to the console in each test of a file. @returns the lines that it wrote in this one */
export function metricLines(): string[] {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    process.env['POWERTOOLS_SERVICE_NAME'] = 'understudy';
    // Else Powertools writes to a console of its own, or not at all.
    process.env['POWERTOOLS_DEV'] = 'true';
    process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';
    jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return lines;
}
