import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Config } from '../config.ts';
import type { Agents } from './post.ts';
import { createReader, type Patience, type Reader } from './reader.ts';
import type { Credentials } from './sign.ts';
import type { createWriter } from './writer.ts';

type Writer = ReturnType<typeof createWriter>;

/** Reads by itself, and writes with the SDK, which is loaded for the first write. */
export interface DynamoClient extends Reader {
  readonly put: Writer['put'];

  /** Begins to load the SDK, for a write that some reads come before. */
  prepareToWrite(): void;

  /** Finds the credentials with which it signs. */
  credentials(): Promise<Credentials>;

  /** The SDK's own client, for what only commands do. */
  sdk(): Promise<DynamoDBClient>;

  destroy(): void;
}

/** The limits for visitors, who wait. Retrying a throttled read would keep the partition overloaded. */
const FOR_VISITORS: Patience = { tries: 3, answerMs: 1_000, retriesThrottled: false };

type Settings = Pick<Config, 'region' | 'dynamodbEndpoint' | 'credentials'> & { readonly agents?: Agents };

/** Lambda's credentials are in the environment. The SDK finds those of other hosts, and renews them before they expire. */
const createCredentials = ({ region, credentials, agents }: Settings): (() => Promise<Credentials>) => {
  if (credentials) return async () => credentials;
  const provider = import('@aws-sdk/credential-provider-node').then(({ defaultProvider }) =>
    defaultProvider({ parentClientConfig: { region: async () => region, ...(agents && { requestHandler: agents }) } }),
  );
  const find = async () => (await provider)();
  // At once: looking through all the places takes longer than a visitor should wait.
  find().catch(() => {});
  return find;
};

/**
 * Creates the DynamoDB client.
 *
 * @param startCall is called when a call begins. Its result is called when the last try has ended, in success or
 * failure.
 */
export const createDynamoClient = (
  settings: Settings,
  startCall: () => () => void = () => () => {},
  patience = FOR_VISITORS,
): DynamoClient => {
  const { region, dynamodbEndpoint: endpoint, agents } = settings;
  const options = { region, endpoint, credentials: createCredentials(settings), patience, agents };
  const reader = createReader(options);

  let writer: Promise<Writer> | undefined;
  const loadWriter = (): Promise<Writer> => {
    writer ??= import('./writer.ts').then(({ createWriter }) => createWriter(options));
    return writer;
  };

  const timed =
    <Input extends readonly unknown[], Result>(call: (...input: Input) => Promise<Result>) =>
    async (...input: Input): Promise<Result> => {
      const endCall = startCall();
      try {
        return await call(...input);
      } finally {
        endCall();
      }
    };

  return {
    getItem: timed(reader.getItem),
    query: timed(reader.query),
    put: async (...input) => timed((await loadWriter()).put)(...input),
    // If it fails, the write says so.
    prepareToWrite: () => void loadWriter().catch(() => {}),
    credentials: options.credentials,
    sdk: async () => (await loadWriter()).sdk,
    destroy: () => {
      reader.destroy();
      void writer?.then(({ sdk }) => sdk.destroy());
    },
  };
};
