import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Config } from './config.ts';
import { createDeliverWebhook } from './deliver-webhook.ts';
import type { Authenticate } from './editors/authenticate.ts';
import { createMemento } from './memento/memento.ts';
import type { Log } from './observability/log.ts';
import type { Metrics } from './observability/metrics.ts';
import type { CreatePage } from './page/page.ts';
import { createPut } from './put/put.ts';
import type { OpenSavedString, SavedString } from './saved-string/saved-string.ts';
import { createSendMail } from './send-mail.ts';
import { countWeek, type WeekStats } from './stats/count-week.ts';
import { lastWeek, parseWeek } from './stats/iso-week.ts';
import { reportLastWeek } from './stats/report-last-week.ts';
import { createRunTask } from './tasks.ts';

interface Dependencies {
  readonly config: Config;
  readonly client: DynamoDBClient;
  readonly openSavedString: OpenSavedString;
  readonly authenticate: Authenticate;
  readonly createPage: CreatePage;
  readonly tagsOf: Parameters<typeof createPut>[0]['tagsOf'];
  /** Marks a week as reported. Returns false if it was before. */
  readonly mark: (week: number, signal: AbortSignal) => Promise<boolean>;
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
export const createExtras = ({ config, client, mark, now, ...shared }: Dependencies) => {
  const { openSavedString, log } = shared;
  const { webhookUrl: url } = config;
  const sendMail = createSendMail(config);
  const count: CountWeek = async (name, savedString) =>
    countWeek(name == null ? lastWeek(now()) : parseWeek(name, now()), savedString, now());
  return {
    countWeek: count,
    memento: createMemento(shared),
    put: createPut(shared),
    runTask: createRunTask({
      log,
      tasks: {
        'weekly-stats': (signal) =>
          reportLastWeek({ openSavedString, mark, sendMail, stage: config.stage, now }, signal),
        ...(url !== undefined && {
          'deliver-webhook': createDeliverWebhook({ config, url, client, openSavedString, now }),
        }),
      },
    }),
  };
};
