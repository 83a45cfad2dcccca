import type { OpenSavedString } from '../saved-string/saved-string.ts';
import { countWeek } from './count-week.ts';
import { describeWeek } from './describe-week.ts';
import { lastWeek } from './iso-week.ts';

interface Dependencies {
  readonly openSavedString: OpenSavedString;
  /** Marks a number as done, once and for all. Returns false if it was marked before. */
  readonly mark: (number: number, signal: AbortSignal) => Promise<boolean>;
  /** Sends a text to the stage's recipients; undefined if it has none. */
  readonly sendMail: ((subject: string, text: string, signal: AbortSignal) => Promise<void>) | undefined;
  readonly stage: string;
  readonly now: () => Date;
}

/**
 * Counts the week that is over, once: AWS may deliver Monday's event twice. If something fails after the mark, the week
 * goes unreported, and everyone can still ask for it.
 *
 * @returns the numbers for the log, without the string and the names of editors.
 */
export const reportLastWeek = async (
  { openSavedString, mark, sendMail, stage, now }: Dependencies,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> => {
  const week = lastWeek(now());
  const stats = await countWeek(week, openSavedString(signal), now());
  // 2026-W47 is 202647.
  if (!(await mark(Number(week.name.replace('-W', '')), signal))) return { week: week.name, isRepeated: true };
  await sendMail?.(`Saved String ${stage}: ${week.name}`, describeWeek(stats), signal);
  const { saves, restores, editors, longestShown, longestShownSeconds } = stats;
  return {
    week: week.name,
    saves,
    restores,
    editors: editors.length,
    longestShownVersion: longestShown?.version ?? null,
    longestShownSeconds,
  };
};
