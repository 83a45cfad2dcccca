import { shorten } from '../page/heading.ts';
import type { WeekStats } from './count-week.ts';

/** In characters. */
const MAX_STRING_LENGTH = 200;

const DURATION = new Intl.DurationFormat('en', { style: 'long', secondsDisplay: 'auto', minutesDisplay: 'always' });

const describeDuration = (seconds: number): string =>
  DURATION.format({
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3_600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
  });

/** Describes a week in a few lines of plain text, for people. Strings and names are as they were saved. */
export const describeWeek = ({ week, from, until, ...stats }: WeekStats): string => {
  const sunday = new Date(Date.parse(until) - 1).toISOString();
  const lines = [
    `${week}: ${from.slice(0, 10)} to ${sunday.slice(0, 10)}, UTC`,
    `Saved: ${stats.saves}, of these old strings brought back: ${stats.restores}`,
    ...stats.editors.map(({ name, saves }) => `  ${name}: ${saves}`),
  ];
  if (stats.longestShown) {
    const { version, value } = stats.longestShown;
    const time = describeDuration(stats.longestShownSeconds);
    lines.push(`Longest shown: version ${version}, for ${time}: ${JSON.stringify(shorten(value, MAX_STRING_LENGTH))}`);
  }
  return `${lines.join('\n')}\n`;
};
