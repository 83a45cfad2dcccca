import type { Config } from '../config.ts';
import type { OpenSavedString } from '../domain/saved-string.ts';
import { countWeek, describeWeek, lastWeek } from '../domain/week-stats.ts';

/**
 * Sends a text to the recipients of the stage.
 *
 * @throws Error when the topic does not take it within 4 s.
 */
export type SendMail = (subject: string, text: string, signal: AbortSignal) => Promise<void>;

/** @returns undefined for a stage without recipients. */
export const createSendMail = ({ statsTopic: TopicArn, region, credentials }: Config): SendMail | undefined => {
  if (TopicArn === undefined) return undefined;
  return async (Subject, Message, abortSignal) => {
    // The runtime's own copy: one mail a week is worth no byte of the bundle.
    const { PublishCommand, SNSClient } = await import('@aws-sdk/client-sns');
    const client = new SNSClient({
      region,
      ...(credentials && { credentials }),
      requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
      maxAttempts: 2,
    });
    await client.send(new PublishCommand({ TopicArn, Subject, Message }), { abortSignal });
  };
};

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
