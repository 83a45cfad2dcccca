import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Config } from '../config.ts';

const READS = ['GetItemCommand', 'QueryCommand'];

const THROTTLING = ['ProvisionedThroughputExceededException', 'RequestLimitExceeded', 'ThrottlingException'];

const isThrottled = (error: unknown): boolean => error instanceof Error && THROTTLING.includes(error.name);

/**
 * The DynamoDB client, with every setting explicit, so that none is looked for in files or over the network.
 *
 * One request may take 1 s, of which 500 ms to connect, and is tried 3 times at most; a read that is throttled, once.
 *
 * @param startCall is called when a call begins, and its result when the call has ended with its last try, well or not.
 */
export const createDynamoClient = (
  { region, dynamodbEndpoint, credentials }: Pick<Config, 'region' | 'dynamodbEndpoint' | 'credentials'>,
  startCall: () => () => void = () => () => {},
): DynamoDBClient => {
  const { sessionToken, ...keys } = credentials;
  const client = new DynamoDBClient({
    region,
    credentials: sessionToken === undefined ? keys : { ...keys, sessionToken },
    ...(dynamodbEndpoint !== undefined && { endpoint: dynamodbEndpoint }),
    requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
    maxAttempts: 3,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    accountIdEndpointMode: 'disabled',
    ignoreConfiguredEndpointUrls: true,
    endpointDiscoveryEnabled: false,
    endpointDiscoveryEnabledProvider: async () => false,
    authSchemePreference: ['sigv4'],
    disableClockSkewCorrection: false,
    userAgentAppId: '',
    cacheMiddleware: true,
  });
  // On every call these cost up to 7 % of its CPU, for a log that is not kept and a header that is not read.
  for (const name of ['loggerMiddleware', 'getUserAgentMiddleware']) {
    if (!client.middlewareStack.remove(name)) throw new Error(`The AWS SDK has no ${name} any more`);
  }
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (cause) {
        // The retries serve nobody more: they keep the partition overloaded, and five times as many functions busy.
        if (!READS.includes(context.commandName ?? '') || !isThrottled(cause)) throw cause;
        throw new Error('A read was throttled', { cause });
      }
    },
    // Inside of the SDK's retries, which have a high priority.
    { step: 'finalizeRequest', priority: 'low' },
  );
  client.middlewareStack.add(
    (next) => async (args) => {
      const endCall = startCall();
      try {
        return await next(args);
      } finally {
        endCall();
      }
    },
    { step: 'initialize' },
  );
  return client;
};
