import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Deliveries, Progress } from '../webhook/deliveries.ts';
import type { Item } from './revision-item.ts';
import { readFailed, writeOutcomeUnknown } from './store-errors.ts';
import { unlessAborted } from './unless-aborted.ts';

/** One item, apart from the log. */
const KEY: Item = { pk: { S: 'webhook' }, sk: { N: '0' } };

const toAttributes = ({ delivered, busyUntil }: Progress) => ({
  delivered: { N: String(delivered) },
  busyUntil: { N: String(busyUntil) },
});

/** Keeps the progress of the webhook's deliveries in a DynamoDB table. */
export const createDynamoDeliveries = (client: DynamoDBClient, TableName: string): Deliveries => ({
  find: async (signal) => {
    const command = new GetItemCommand({ TableName, Key: KEY, ConsistentRead: true });
    const { Item } = await unlessAborted(client.send(command), signal).catch(readFailed);
    return Item && { delivered: Number(Item.delivered?.N), busyUntil: Number(Item.busyUntil?.N) };
  },

  replace: async (before, after, signal) => {
    const condition =
      before === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'delivered = :delivered AND busyUntil = :busyUntil',
            ExpressionAttributeValues: {
              ':delivered': { N: String(before.delivered) },
              ':busyUntil': { N: String(before.busyUntil) },
            },
          };
    try {
      const command = new PutItemCommand({ TableName, Item: { ...KEY, ...toAttributes(after) }, ...condition });
      await client.send(command, { abortSignal: signal });
      return true;
    } catch (error) {
      return error instanceof ConditionalCheckFailedException ? false : writeOutcomeUnknown(error);
    }
  },
});
