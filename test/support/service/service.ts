import { createApp } from '../../../src/app.ts';
// Loaded from its sources, the SDK takes longer than a request may.
import '../../../src/store/writer.ts';
import type { Config } from '../../../src/config.ts';
import type { Revisions } from '../../../src/domain/entry.ts';
import { DEFAULT_HEADING } from '../../../src/domain/heading.ts';
import type { HttpRequest, HttpResponse } from '../../../src/http/handler.ts';
import { TEST_TOKEN } from './editor.ts';
import { createContext, createGraphQLEvent } from './event.ts';
import { refuseLeaks } from './leaks.ts';

export interface Environment {
  readonly endpoint: string;
  readonly tableName: string;
  /** In milliseconds; none by default. */
  readonly readLeaseMs?: number;
  /** 2 by default. */
  readonly pollSeconds?: number;
  readonly hasEdgeCache?: boolean;
  /** `en` by default. */
  readonly lang?: string;
  readonly timeZone?: string;
  /** That of a new stage by default. */
  readonly heading?: string;
  /** In MB; undefined for a function outside Lambda. */
  readonly memorySize?: number;
  readonly filesOrigin?: string;
  readonly shoutUrl?: string;
  readonly statsTopic?: string | undefined;
  readonly pushSocket?: string;
  readonly pushUrl?: string;
  readonly now?: () => Date;
  /** As `serve` gives it to the app. */
  readonly share?: (revisions: Revisions) => Revisions;
  /** Takes the lines of the log. */
  readonly write?: (line: string) => void;
}

/** A GraphQL answer. The tests know the fields that they requested. */
interface GraphQLResult<Data> {
  readonly data?: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

export interface Service {
  /** Passes an event to the function, as Lambda does. */
  invoke(event: unknown): Promise<HttpResponse>;
  /** Runs one GraphQL operation as an editor. */
  graphql<Data>(query: string, variables?: Record<string, unknown>): Promise<HttpResponse & GraphQLResult<Data>>;
  /** Saves a string and returns its version. */
  save(value: string): Promise<number>;
}

/** A function that also runs scheduled tasks. */
export interface Instance extends Service {
  runTask(task: string): Promise<void>;
  /** Reads what is pushed to open pages. */
  news(): Promise<string>;
  stop(): Promise<void>;
}

/** Adds what can be done with any way into the function. */
export const createClient = (invoke: Service['invoke']): Service => {
  const graphql = async <Data>(query: string, variables?: Record<string, unknown>) => {
    const answer = await invoke(createGraphQLEvent(query, variables, TEST_TOKEN, new Date()));
    return { ...answer, ...(JSON.parse(answer.body ?? '') as GraphQLResult<Data>) };
  };
  return {
    invoke,
    graphql,
    save: async (value) => {
      const mutation = 'mutation ($value: String!) { setSavedString(value: $value) { version } }';
      const { data, errors } = await graphql<{ setSavedString: { version: number } }>(mutation, { value });
      if (!data) throw new Error(`Saving failed: ${JSON.stringify(errors)}`);
      return data.setSavedString.version;
    },
  };
};

/** Loads a function with its own connections, like one Lambda instance. */
export const loadService = async ({
  endpoint,
  tableName,
  readLeaseMs = 0,
  pollSeconds = 2,
  hasEdgeCache = false,
  lang = 'en',
  heading = DEFAULT_HEADING,
  timeZone,
  memorySize,
  filesOrigin,
  shoutUrl,
  statsTopic,
  pushSocket,
  pushUrl,
  write = () => {},
  ...options
}: Environment): Promise<Instance> => {
  const config: Config = {
    stage: 'test',
    region: 'eu-west-1',
    tableName,
    memorySize,
    logsRequests: true,
    initialString: 'dynamic string',
    lang,
    heading,
    timeZone,
    domain: undefined,
    readLeaseMs,
    pollSeconds,
    hasEdgeCache,
    filesOrigin,
    shoutUrl,
    statsTopic,
    pushSocket,
    pushUrl,
    webhookUrl: undefined,
    webhookSecretFile: undefined,
    dynamodbEndpoint: endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const { handler, runTask, news, warmUp } = createApp(config, { write, ...options });
  await warmUp();

  const { now } = options;
  const invoke = async (event: unknown) => {
    // A clock that a test moves is the gateway's, too.
    if (now) Object.assign((event as HttpRequest).requestContext, { timeEpoch: now().getTime() });
    const answer = await handler(event, createContext());
    refuseLeaks(answer, tableName);
    return answer;
  };
  return {
    ...createClient(invoke),
    runTask: (task) => runTask({ task }, createContext()),
    news,
    // Lambda ends an instance without telling it.
    stop: async () => {},
  };
};
