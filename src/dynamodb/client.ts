import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Config } from '../config.ts';

/**
 * The DynamoDB client, with every setting explicit, so that none is looked for in files or over the network.
 *
 * One request may take 1 s, of which 500 ms to connect, and is tried 3 times at most.
 */
export const createDynamoClient = ({ region, dynamodbEndpoint, credentials }: Config): DynamoDBClient => {
  const { sessionToken, ...keys } = credentials;
  return new DynamoDBClient({
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
    endpointDiscoveryEnabled: false,
    userAgentAppId: '',
    cacheMiddleware: true,
  });
};
