import { DynamoDBClient, PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { ReaderOptions } from './reader.ts';

export interface PutResult {
  /** False if the condition did not hold. */
  readonly isWritten: boolean;
  /** If more than 1, an earlier try may have written the item, and the last one met it. */
  readonly tries: number;
}

/**
 * Creates the part of the client that writes, with the SDK. Every setting is explicit, so that the SDK looks for none in
 * files or over the network.
 */
export const createWriter = ({ region, endpoint, credentials, patience, agents }: Omit<ReaderOptions, 'now'>) => {
  const sdk = new DynamoDBClient({
    region,
    credentials,
    ...(endpoint !== undefined && { endpoint }),
    requestHandler: {
      ...agents,
      connectionTimeout: 500,
      requestTimeout: patience.answerMs,
      throwOnRequestTimeout: true,
    },
    maxAttempts: patience.tries,
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
  });

  return {
    sdk,

    /** Puts an item if its condition holds. The SDK's error says why it could not. */
    put: async (input: PutItemCommandInput, abortSignal: AbortSignal): Promise<PutResult> => {
      try {
        const { $metadata } = await sdk.send(new PutItemCommand(input), { abortSignal });
        return { isWritten: true, tries: $metadata.attempts ?? 1 };
      } catch (error) {
        const { name, $metadata } = error as Error & { readonly $metadata?: { readonly attempts?: number } };
        if (name !== 'ConditionalCheckFailedException') throw error;
        return { isWritten: false, tries: $metadata?.attempts ?? 1 };
      }
    },
  };
};
