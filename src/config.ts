import { DEFAULT_HEADING, isHeading } from './domain/heading.ts';
import { isLanguage, isTimeZone } from './domain/locale.ts';

/** The settings of the function, from the environment that serverless.yml sets. */
export interface Config {
  readonly stage: string;
  readonly region: string;
  readonly tableName: string;
  /** The function's memory in MB; undefined outside Lambda. CPU grows with it: 1,769 MB is one whole CPU. */
  readonly memorySize: number | undefined;
  /** Whether Lambda's log level lets request lines through. The metrics travel in these lines. */
  readonly logsRequests: boolean;
  /** The string that visitors read before the first save. */
  readonly initialString: string;
  /** The language of the string, as a BCP 47 tag: screen readers and fonts go by it. */
  readonly lang: string;
  /** The page's heading, with `{}` for the string. */
  readonly heading: string;
  /** The time zone of the people who read the string, such as `Europe/Dublin`; undefined if nobody said. */
  readonly timeZone: string | undefined;
  /** The stage's own domain; undefined if it has none. */
  readonly domain: string | undefined;
  /** For how long readers may keep a revision that is saved from now on, in milliseconds. 0: not at all. */
  readonly readLeaseMs: number;
  /** How often an open page asks for a new string, in seconds, at most. */
  readonly pollSeconds: number;
  /** Whether CloudFront is in front, with a cache of its own. */
  readonly hasEdgeCache: boolean;
  /** Where browsers send and get shared files; undefined: editors share none. */
  readonly filesOrigin: string | undefined;
  /** The address of a service that shouts; undefined to do it here. */
  readonly shoutUrl: string | undefined;
  /** The ARN of the topic that gets the weekly statistics; undefined if nobody does. */
  readonly statsTopic: string | undefined;
  /** The WebSocket where open pages hear of changes, relative to the page, and its channel; undefined: they only ask. */
  readonly pushSocket: string | undefined;
  /** Where the function publishes changes for it; undefined: the server of the socket sees them by itself. */
  readonly pushUrl: string | undefined;
  /** Where each change is announced; undefined: nowhere. */
  readonly webhookUrl: string | undefined;
  /** The file with the webhook's secret, which is otherwise a parameter of SSM. */
  readonly webhookSecretFile: string | undefined;
  /** Overrides the region's own DynamoDB address. */
  readonly dynamodbEndpoint: string | undefined;
  /** Lambda has them in the environment. Undefined: the SDK looks for those of a container, a pod or an instance. */
  readonly credentials:
    | {
        readonly accessKeyId: string;
        readonly secretAccessKey: string;
        readonly sessionToken?: string;
      }
    | undefined;
}

/**
 * Reads the settings once, at start. Nothing else reads the environment.
 *
 * @throws Error that names the missing or wrong variable.
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>> = process.env): Config => {
  const required = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '') throw new Error(`The environment variable ${name} is missing`);
    return value;
  };
  const checked = (name: string, isValid: (value: string) => boolean, expected: string): string | undefined => {
    const value = env[name] || undefined;
    if (value === undefined || isValid(value)) return value;
    throw new Error(`The environment variable ${name} must be ${expected}`);
  };

  return {
    stage: required('STAGE'),
    region: required('AWS_REGION'),
    tableName: required('TABLE_NAME'),
    memorySize:
      env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE === undefined ? undefined : Number(env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE),
    logsRequests: !['WARN', 'ERROR', 'FATAL'].includes(env.AWS_LAMBDA_LOG_LEVEL ?? ''),
    initialString: required('INITIAL_STRING'),
    lang: checked('PAGE_LANG', isLanguage, 'a language tag such as pt-BR') ?? 'en',
    heading: checked('PAGE_HEADING', isHeading, 'one line with {} once, where the string stands') ?? DEFAULT_HEADING,
    timeZone: checked('PAGE_TIME_ZONE', isTimeZone, 'a time zone such as Europe/Dublin'),
    domain: env.DOMAIN || undefined,
    readLeaseMs: Number(env.READ_LEASE ?? 0) * 1_000,
    pollSeconds: Number(env.POLL_SECONDS ?? 2),
    hasEdgeCache: env.EDGE_CACHE === 'on',
    filesOrigin: env.FILES_ORIGIN,
    shoutUrl: env.SHOUT_URL || undefined,
    statsTopic: env.STATS_TOPIC,
    pushSocket: env.PUSH_SOCKET || undefined,
    pushUrl: env.PUSH_URL || undefined,
    webhookUrl: env.WEBHOOK_URL || undefined,
    webhookSecretFile: env.WEBHOOK_SECRET_FILE,
    dynamodbEndpoint: env.AWS_ENDPOINT_URL_DYNAMODB,
    credentials:
      env.AWS_ACCESS_KEY_ID === undefined
        ? undefined
        : {
            accessKeyId: required('AWS_ACCESS_KEY_ID'),
            secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
            ...(env.AWS_SESSION_TOKEN !== undefined && { sessionToken: env.AWS_SESSION_TOKEN }),
          },
  };
};
