import { createApp } from '../../../src/app.ts';
import type { Config } from '../../../src/config.ts';
import type { HttpResponse } from '../../../src/http/handler.ts';
import { TEST_TOKEN } from './editor.ts';
import { createContext, createGraphQLEvent } from './event.ts';
import { refuseLeaks } from './leaks.ts';

interface Environment {
  readonly endpoint: string;
  readonly tableName: string;
  /** In MB; undefined for a function outside Lambda. */
  readonly memorySize?: number;
  readonly shoutUrl?: string;
  readonly statsTopic?: string | undefined;
  readonly now?: () => Date;
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
  /** Runs a scheduled task. */
  runTask(task: string): Promise<void>;
  /** Runs one GraphQL operation as an editor. */
  graphql<Data>(query: string, variables?: Record<string, unknown>): Promise<HttpResponse & GraphQLResult<Data>>;
  /** Saves a string and returns its version. */
  save(value: string): Promise<number>;
}

/** Loads a function with its own connections, like one Lambda instance. */
export const loadService = async ({
  endpoint,
  tableName,
  memorySize,
  shoutUrl,
  statsTopic,
  now = () => new Date(),
  write = () => {},
}: Environment): Promise<Service> => {
  const config: Config = {
    stage: 'test',
    region: 'eu-west-1',
    tableName,
    memorySize,
    logsRequests: true,
    initialString: 'dynamic string',
    shoutUrl,
    statsTopic,
    dynamodbEndpoint: endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test', sessionToken: undefined },
  };
  const { handler, runTask, warmUp } = createApp(config, { now, write });
  await warmUp();

  const invoke = async (event: unknown) => {
    const answer = await handler(event, createContext());
    refuseLeaks(answer, tableName);
    return answer;
  };
  const graphql = async <Data>(query: string, variables?: Record<string, unknown>) => {
    const answer = await invoke(createGraphQLEvent(query, variables, TEST_TOKEN));
    return { ...answer, ...(JSON.parse(answer.body ?? '') as GraphQLResult<Data>) };
  };
  return {
    invoke,
    runTask: (task) => runTask({ task }, createContext()),
    graphql,
    save: async (value) => {
      const mutation = 'mutation ($value: String!) { setSavedString(value: $value) { version } }';
      const { data, errors } = await graphql<{ setSavedString: { version: number } }>(mutation, { value });
      if (!data) throw new Error(`Saving failed: ${JSON.stringify(errors)}`);
      return data.setSavedString.version;
    },
  };
};
