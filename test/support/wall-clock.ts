const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const HOUR_MS = 3_600_000;

/** The date and the minutes since midnight that a place's clocks show. */
export const readClock = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (time: number): string => format.format(time).replace(' ', 'T');
};

/**
 * Finds the occurrences of a repetition a second time: asks for each day whether it is meant, and then a clock for the
 * first minute of that day which shows the time.
 *
 * @param begin Such as `09:00`; the end likewise, on the next day if it is earlier.
 * @param isMeant Whether it takes place on a day: the date, the weekday, and the number of days since the first.
 */
export const occurrencesOn = (
  { timeZone, first, days, begin, end }: { timeZone: string; first: string; days: number; begin: string; end: string },
  isMeant: (date: string, weekday: string, day: number) => boolean,
): [number, number][] => {
  const clock = readClock(timeZone);
  /** How late the last day's time was, beside UTC. No clock is changed by more than three hours. */
  let lateMs: number | undefined;
  const find = (date: string, time: string): { at: number; isShown: boolean } => {
    const wanted = `${date}T${time}`;
    const local = Date.parse(`${wanted}Z`);
    let before = local + (lateMs === undefined ? -15 * HOUR_MS : lateMs - 3 * HOUR_MS);
    for (let at = before; at < local + 15 * HOUR_MS; at += HOUR_MS / 4) {
      const shown = clock(at);
      if (shown >= wanted) {
        const isShown = shown === wanted;
        // Where clocks left it out, they would show it if they had gone on as before.
        const found = isShown ? at : before + local - Date.parse(`${clock(before)}Z`);
        lateMs = found - local;
        return { at: found, isShown };
      }
      before = at;
    }
    throw new Error(`No clock shows ${wanted}`);
  };
  const found: [number, number][] = [];
  for (let day = 0; day < days; day++) {
    const noon = new Date(Date.parse(`${first}T12:00Z`) + day * 86_400_000);
    const date = noon.toISOString().slice(0, 10);
    if (!isMeant(date, String(WEEKDAYS[noon.getUTCDay()]), day)) continue;
    const from = find(date, begin);
    const next = new Date(noon.getTime() + 86_400_000).toISOString().slice(0, 10);
    if (from.isShown) found.push([from.at, find(end > begin ? date : next, end).at]);
  }
  return found;
};
