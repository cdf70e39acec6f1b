import { AwsError } from '../../contracts.ts';

/** What a clock on the wall shows; months and days count from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** A time zone of the IANA database, such as `Europe/Berlin`. */
export class TimeZone {
  readonly #format: Intl.DateTimeFormat;

  /** @throws AwsError `ValidationException` for a zone that doesn't exist */
  constructor(name: string) {
    try {
      this.#format = new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        calendar: 'gregory',
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      throw new AwsError('ValidationException', `The timezone ${name} is not valid.`);
    }
  }

  /** What the clocks show at a moment, in milliseconds since the epoch. */
  wallTime(moment: number): WallTime {
    const parts = this.#format.formatToParts(moment);
    const part = (type: Intl.DateTimeFormatPartTypes): number =>
      Number(parts.find((candidate) => candidate.type === type)?.value);
    return {
      year: part('year'),
      month: part('month'),
      day: part('day'),
      hour: part('hour'),
      minute: part('minute'),
      second: part('second'),
    };
  }

  /**
   * The first moment at which the clocks show a time.
   * @returns undefined for a time that the clocks skip, or that is on no calendar
   */
  firstMoment(wall: WallTime): number | undefined {
    const asIfUtc = utc(wall);
    const moments = [asIfUtc - dayMilliseconds, asIfUtc + dayMilliseconds]
      .map((nearby) => asIfUtc - this.#offset(nearby))
      .filter((moment) => isSame(this.wallTime(moment), wall));
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  /** How far the clocks are ahead of UTC, in milliseconds. */
  #offset(moment: number): number {
    const whole = Math.floor(moment / 1000) * 1000;
    return utc(this.wallTime(whole)) - whole;
  }
}

function utc({ year, month, day, hour, minute, second }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function isSame(one: WallTime, other: WallTime): boolean {
  return utc(one) === utc(other) && one.day === other.day && one.hour === other.hour;
}
