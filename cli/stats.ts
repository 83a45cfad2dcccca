import type { Command } from 'commander';
import { InvalidInputError } from '../src/domain/errors.ts';
import { createSavedString } from '../src/domain/saved-string.ts';
import { countWeek, describeWeek, type IsoWeek, lastWeek, parseWeek } from '../src/domain/week-stats.ts';
import { createDynamoRevisions } from '../src/store/revisions.ts';
import type { AwsSettings } from './aws.ts';
import { UsageError } from './errors.ts';
import { type Io, printResult } from './io.ts';
import { printable } from './printable.ts';
import { nameOptions } from './remote/remote.ts';
import { examples } from './run.ts';
import { addStageOptions, type StageOptions, withStage } from './stage.ts';

const parse = (name: string): IsoWeek => {
  try {
    return parseWeek(name, new Date());
  } catch (error) {
    throw error instanceof InvalidInputError ? new UsageError(nameOptions(error.message)) : error;
  }
};

/**
 * Counts the views of the page in a week, from the stage's metrics, which CloudWatch keeps for 15 months. An open page is
 * a view each time it asks.
 *
 * @returns undefined for a copy on this machine, which has no metrics.
 */
const countViews = async (
  stage: string | undefined,
  aws: AwsSettings | undefined,
  { from, until }: IsoWeek,
): Promise<number | undefined> => {
  if (stage === undefined || aws === undefined) return undefined;
  const { CloudWatchClient, GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const client = new CloudWatchClient(aws);
  const toQuery = (outcome: string) => ({
    Id: outcome,
    MetricStat: {
      Metric: {
        Namespace: 'SavedString',
        MetricName: 'Requests',
        Dimensions: Object.entries({ stage, route: 'GET /', outcome }).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: 86_400,
      Stat: 'Sum',
    },
  });
  const command = new GetMetricDataCommand({
    StartTime: from,
    EndTime: until,
    MetricDataQueries: ['ok', 'not_modified'].map(toQuery),
  });
  try {
    const { MetricDataResults = [] } = await client.send(command);
    return MetricDataResults.flatMap(({ Values = [] }) => Values).reduce((sum, value) => sum + value, 0);
  } finally {
    client.destroy();
  }
};

interface StatsOptions extends StageOptions {
  readonly week?: IsoWeek;
  readonly json?: true;
}

const stats = (io: Io, { week = lastWeek(new Date()), json, ...options }: StatsOptions) =>
  withStage(io, options, async ({ client, tableName, aws }) => {
    // Version 0 is in no statistics.
    const openSavedString = createSavedString({
      revisions: createDynamoRevisions(client, tableName),
      initialString: '',
      now: () => new Date(),
    });
    const counted = await countWeek(week, openSavedString(new AbortController().signal), new Date());
    const views = await countViews(options.stage, aws, week);
    const lines = describeWeek(counted) + (views === undefined ? '' : `Views of the page: ${views}\n`);
    printResult(io, { json }, { ...counted, views }, lines.trimEnd().replaceAll(/.+/g, printable));
  });

/** `npx --no saved-string stats` */
export const addStats = (program: Command, io: Io): void => {
  addStageOptions(program.command('stats'))
    .summary('Prints what happened in a week.')
    .description(
      'Prints how often the string was saved in a week and by whom, which one stood longest and, for a deployed stage, ' +
        'how often the page was viewed. Weeks begin on Monday, in UTC.',
    )
    .option('--week <WEEK>', 'such as 2026-W47; the default is the last week that is over', parse)
    .option('--json', 'print one line of JSON')
    .addHelpText(
      'after',
      examples('saved-string stats --stage prod', 'saved-string stats --local --week 2026-W47 --json'),
    )
    .action((options) => stats(io, options));
};
