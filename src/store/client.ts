import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Config } from '../config.ts';

/**
 * Makes calls cheaper, by 4 % of a page's CPU: the SDK makes a signer for each call, and copies all of its settings four
 * times. One signer is enough for one region and fixed credentials, and a copy takes a tenth of the time once V8 has
 * the settings in fixed places, as it does for a prototype without getters.
 */
const reuseSettings = ({ config }: DynamoDBClient): void => {
  const makeSigner = config.signer;
  let signer: ReturnType<typeof makeSigner> | undefined;
  config.signer = (scheme) => {
    signer ??= makeSigner(scheme);
    return signer;
  };
  Object.defineProperty(config, 'credentials', { value: config.credentials });
  for (const _name in Object.create(config)) break;
};

const READS = ['GetItemCommand', 'QueryCommand'];

const THROTTLING = ['ProvisionedThroughputExceededException', 'RequestLimitExceeded', 'ThrottlingException'];

const isThrottled = (error: unknown): boolean => error instanceof Error && THROTTLING.includes(error.name);

/**
 * Creates the DynamoDB client. Every setting is explicit, so the SDK looks for none in files or over the network, except for
 * credentials that are not given.
 *
 * A request may take 1 s, of which 500 ms to connect. It is tried 3 times at most; a throttled read, once.
 *
 * @param startCall is called when a call begins. Its result is called when the last try has ended, in success or
 * failure.
 */
export const createDynamoClient = (
  { region, dynamodbEndpoint, credentials }: Pick<Config, 'region' | 'dynamodbEndpoint' | 'credentials'>,
  startCall: () => () => void = () => () => {},
): DynamoDBClient => {
  const client = new DynamoDBClient({
    region,
    ...(credentials && { credentials }),
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
  // They cost up to 7 % of a call's CPU, for a log that no one keeps and a header that no one reads.
  for (const name of ['loggerMiddleware', 'getUserAgentMiddleware']) {
    if (!client.middlewareStack.remove(name)) throw new Error(`The AWS SDK no longer has ${name}`);
  }
  reuseSettings(client);
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (cause) {
        // Retries serve no more visitors: they keep the partition overloaded, and five times as many functions busy.
        if (!READS.includes(context.commandName ?? '') || !isThrottled(cause)) throw cause;
        throw new Error('A read was throttled', { cause });
      }
    },
    // Runs inside the SDK's retries, which have a high priority.
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
