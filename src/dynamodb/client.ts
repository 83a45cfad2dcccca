import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Config } from '../config.ts';

/**
 * The DynamoDB client, with every setting explicit, so that none is looked for in files or over the network.
 *
 * One request may take 1 s, of which 500 ms to connect, and is tried 3 times at most.
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
