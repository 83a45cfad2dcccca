import { jest } from '@jest/globals';
import type { Answer } from '../../src/http/handler.ts';
import { TEST_TOKEN } from './editor.ts';
import { createContext, createGraphQLEvent } from './event.ts';
import { refuseLeaks } from './leaks.ts';
import { divertOutput } from './standard-output.ts';

interface Environment {
  readonly endpoint: string;
  readonly tableName: string;
  /** In MB, as Lambda says it; none for a function that runs elsewhere. */
  readonly memorySize?: number;
}

/** What a GraphQL answer says. The tests know which fields they asked for. */
interface GraphQLResult<Data> {
  readonly data?: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

export interface Service {
  /** Hands an event to the function, as Lambda does. */
  invoke(event: unknown): Promise<Answer>;
  /** Runs one GraphQL operation, as an editor. */
  graphql<Data>(query: string, variables?: Record<string, unknown>): Promise<Answer & GraphQLResult<Data>>;
  /** Saves a string and returns its version. */
  save(value: string): Promise<number>;
}

/** Loads the function's own module, as Lambda does on a cold start, with its environment pointing at a store. */
export const loadService = async ({ endpoint, tableName, memorySize }: Environment): Promise<Service> => {
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    TABLE_NAME: tableName,
    INITIAL_STRING: 'dynamic string',
    STAGE: 'test',
  });
  if (memorySize === undefined) delete process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE;
  else process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE = String(memorySize);
  // The log goes there, and the tests' own output is enough. A test of the log listens instead.
  divertOutput(() => {});
  jest.resetModules();
  const { handler } = await import('../../src/lambda.ts');

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
    graphql,
    save: async (value) => {
      const mutation = 'mutation ($value: String!) { setSavedString(value: $value) { version } }';
      const { data, errors } = await graphql<{ setSavedString: { version: number } }>(mutation, { value });
      if (!data) throw new Error(`Saving failed: ${JSON.stringify(errors)}`);
      return data.setSavedString.version;
    },
  };
};
