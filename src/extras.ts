import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Config } from './config.ts';
import { createDeliverWebhook } from './deliver-webhook.ts';
import { createDynamoMark } from './dynamodb/mark.ts';
import { createEdit } from './edit/edit.ts';
import type { Authenticate } from './editors/authenticate.ts';
import { createEmbed } from './embed/embed.ts';
import { createFeed } from './feed/feed.ts';
import { createMemento } from './memento/memento.ts';
import type { Log } from './observability/log.ts';
import type { Metrics } from './observability/metrics.ts';
import type { MakePage, Page } from './page/page.ts';
import { createPut } from './put/put.ts';
import type { OpenSavedString, SavedString } from './saved-string/saved-string.ts';
import { createSendMail } from './send-mail.ts';
import { createSpacLla } from './spac-lla/spac-lla.ts';
import { countWeek, type WeekStats } from './stats/count-week.ts';
import { lastWeek, parseWeek } from './stats/iso-week.ts';
import { reportLastWeek } from './stats/report-last-week.ts';
import { createRunTask } from './tasks.ts';

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
  const { stage, tableName, lang, filesOrigin, shoutUrl, webhookUrl: url } = config;
  const mark = createDynamoMark(client, tableName, 'stats');
  const sendMail = createSendMail(config);
  const count: CountWeek = async (name, savedString) =>
    countWeek(name == null ? lastWeek(now()) : parseWeek(name, now()), savedString, now());
  return {
    put: createPut({ openSavedString, authenticate, tagsOf, log, metrics }),
    memento: createMemento({ openSavedString, authenticate, makePage, log, metrics }),
    edit: createEdit(new URL('edit/', build), filesOrigin),
    feed: createFeed({ openSavedString, log }),
    embed: createEmbed({ openSavedString, scriptFile: new URL('embed.js', build), lang, log }),
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
