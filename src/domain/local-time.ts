/** A time zone's clock. Local times are in milliseconds, as if the place were in UTC. */
export interface Zone {
  toLocal(time: number): number;
  /**
   * Where clocks go back, the first of two times.
   *
   * @returns undefined for a local time that clocks leave out.
   */
  toTime(local: number): number | undefined;
  /** Counts on from before, where clocks leave a local time out (RFC 5545, section 3.3.5). */
  toLaterTime(local: number): number;
}

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

const createZone = (timeZone: string): Zone => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const askOffset = (time: number): number => {
    const seconds = Math.floor(time / 1_000) * 1_000;
    const parts = Object.fromEntries(format.formatToParts(seconds).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day, hour, minute, second } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - seconds;
  };
  const known = new Map<number, number>();
  /** At the beginning of a week, counted from 1970. */
  const offsetOf = (week: number): number => {
    const offset = known.get(week) ?? askOffset(week * WEEK_MS);
    known.set(week, offset);
    return offset;
  };
  /** By how much the zone's clocks are ahead of UTC. No zone changes its clocks twice in a week, so most times need no asking. */
  const offsetAt = (time: number): number => {
    const week = Math.floor(time / WEEK_MS);
    return offsetOf(week) === offsetOf(week + 1) ? offsetOf(week) : askOffset(time);
  };
  const toTime = (local: number) => {
    // No zone is farther from UTC than a day.
    for (const near of [local - DAY_MS, local + DAY_MS]) {
      const time = local - offsetAt(near);
      if (time + offsetAt(time) === local) return time;
    }
    return undefined;
  };
  return {
    toLocal: (time) => time + offsetAt(time),
    toTime,
    toLaterTime: (local) => toTime(local) ?? local - offsetAt(local - DAY_MS),
  };
};

/** They take a while to create, and none changes while this process runs. */
const zones = new Map<string, Zone>();

/** @throws RangeError for a zone that this Node does not know. */
export const openZone = (timeZone: string): Zone => {
  const zone = zones.get(timeZone) ?? createZone(timeZone);
  zones.set(timeZone, zone);
  return zone;
};
