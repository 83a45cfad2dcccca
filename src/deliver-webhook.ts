import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Config } from './config.ts';
import { createDynamoDeliveries } from './dynamodb/deliveries.ts';
import type { OpenSavedString } from './saved-string/saved-string.ts';
import { createDeliver } from './webhook/deliver.ts';
import { readSecrets } from './webhook/secrets.ts';
import { createSend } from './webhook/send.ts';

interface Dependencies {
  readonly config: Config;
  readonly url: string;
  readonly client: DynamoDBClient;
  readonly openSavedString: OpenSavedString;
  readonly now: () => Date;
}

/** Wires the task that sends the webhook. */
export const createDeliverWebhook = ({ config, url, client, openSavedString, now }: Dependencies) =>
  createDeliver({
    openSavedString,
    deliveries: createDynamoDeliveries(client, config.tableName),
    readSecrets: (signal) => readSecrets(config, signal),
    send: createSend({ url }),
    now,
  });
