import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Config } from './config.ts';
import type { Authenticate } from './domain/editor.ts';
import type { OpenSavedString, SavedString } from './domain/saved-string.ts';
import { countWeek, lastWeek, parseWeek, type WeekStats } from './domain/week-stats.ts';
import type { Log } from './http/log.ts';
import type { Metrics } from './http/metrics.ts';
import { createEdit } from './routes/edit.ts';
import { createEmbed } from './routes/embed.ts';
import { createFeed } from './routes/feed/feed.ts';
import { createMemento } from './routes/page/memento.ts';
import type { MakePage, Page } from './routes/page/page.ts';
import { createPut } from './routes/put.ts';
import { createSpacLla } from './routes/spac-lla.ts';
import { createDynamoMark } from './store/mark.ts';
import { createRunTask } from './tasks/run-task.ts';
import { createDeliverWebhook } from './tasks/webhook/deliver.ts';
import { createSendMail, reportLastWeek } from './tasks/weekly-stats.ts';

interface Dependencies {
  readonly config: Config;
  readonly client: DynamoDBClient;
  /** The folder of what is built for browsers. */
  readonly build: URL;
  readonly openSavedString: OpenSavedString;
  readonly authenticate: Authenticate;
  readonly makePage: MakePage;
  readonly tagsOf: Page['tagsOf'];
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => Date;
}

/**
 * Counts the week with this name; the default is the last one that is over.
 *
 * @throws InvalidInputError unless it is an ISO week that has begun.
 */
export type CountWeek = (
  name: string | null | undefined,
  log: Pick<SavedString, 'latest' | 'revision' | 'history'>,
) => Promise<WeekStats>;

export type Extras = ReturnType<typeof createExtras>;

/**
 * Wires what neither the page nor most queries need. It is one module, to be loaded when first asked for: each further
 * `import()` would split the page's own code into more files.
 */
export const createExtras = ({
  config,
  build,
  client,
  openSavedString,
  authenticate,
  makePage,
  tagsOf,
  log,
  metrics,
  now,
}: Dependencies) => {
  const { stage, tableName, lang, heading, timeZone, filesOrigin, shoutUrl, webhookUrl: url } = config;
  const mark = createDynamoMark(client, tableName, 'stats');
  const sendMail = createSendMail(config);
  const count: CountWeek = async (name, savedString) =>
    countWeek(name == null ? lastWeek(now()) : parseWeek(name, now()), savedString, now());
  return {
    put: createPut({ openSavedString, authenticate, tagsOf, log, metrics }),
    memento: createMemento({ openSavedString, authenticate, makePage, lang, timeZone, log, metrics }),
    edit: createEdit(new URL('edit/', build), { heading, timeZone, filesOrigin }),
    feed: createFeed({ openSavedString, heading, log }),
    embed: createEmbed({ openSavedString, scriptFile: new URL('embed.js', build), lang, heading, log }),
    spacLla: createSpacLla({ openSavedString, authenticate, shoutUrl, log }),
    countWeek: count,
    runTask: createRunTask({
      log,
      tasks: {
        'weekly-stats': (signal) => reportLastWeek({ openSavedString, mark, sendMail, stage, now }, signal),
        ...(url !== undefined && {
          'deliver-webhook': createDeliverWebhook({ config, url, client, openSavedString, now }),
        }),
      },
    }),
  };
};
