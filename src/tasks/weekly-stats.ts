import type { Config } from '../config.ts';
import type { OpenSavedString } from '../domain/saved-string.ts';
import { countWeek, describeWeek, lastWeek } from '../domain/week-stats.ts';
import { createDynamoMark } from '../store/mark.ts';
import type { Task } from './run-task.ts';

/**
 * Sends a text to the recipients of the stage, if it has any.
 *
 * @throws Error when the topic does not take it within 4 s.
 */
const sendMail = async (
  { statsTopic: TopicArn, region, credentials }: Config,
  mail: { readonly Subject: string; readonly Message: string },
  abortSignal: AbortSignal,
): Promise<void> => {
  if (TopicArn === undefined) return;
  // The runtime's own copy: one mail a week is worth no byte of the bundle.
  const { PublishCommand, SNSClient } = await import('@aws-sdk/client-sns');
  const client = new SNSClient({
    region,
    ...(credentials && { credentials }),
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
    maxAttempts: 2,
  });
  await client.send(new PublishCommand({ TopicArn, ...mail }), { abortSignal });
};

export interface WeeklyStatsDependencies {
  readonly config: Config;
  readonly client: Parameters<typeof createDynamoMark>[0];
  readonly openSavedString: OpenSavedString;
  readonly now: () => Date;
}

/**
 * Counts the week that is over, once: AWS may deliver Monday's event twice. If something fails after the mark, the week
 * goes unreported, and everyone can still ask for it. The log gets the numbers, without the string and the names of
 * editors.
 */
export const createWeeklyStats = ({ config, client, openSavedString, now }: WeeklyStatsDependencies): Task => {
  const mark = createDynamoMark(client, config.tableName, 'stats');
  return async (signal) => {
    const week = lastWeek(now());
    const stats = await countWeek(week, openSavedString(signal), now());
    // 2026-W47 is 202647.
    if (!(await mark(Number(week.name.replace('-W', '')), signal))) return { week: week.name, isRepeated: true };
    const Subject = `Saved String ${config.stage}: ${week.name}`;
    await sendMail(config, { Subject, Message: describeWeek(stats) }, signal);
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
};
