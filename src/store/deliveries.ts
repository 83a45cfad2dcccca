import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { readFailed, unlessAborted, writeOutcomeUnknown } from './errors.ts';
import type { Item } from './revision-item.ts';

/** How far the deliveries have come. */
export interface Progress {
  /** The newest version that the receiver has taken. */
  readonly delivered: number;
  /** Until then, in milliseconds since 1970, one sender is at work, and no other may be: messages go out in order. */
  readonly busyUntil: number;
}

/** Keeps the progress: the port that a store implements. Each method throws StoreUnavailableError. */
export interface Deliveries {
  /** Undefined before the first delivery. */
  find(signal: AbortSignal): Promise<Progress | undefined>;

  /**
   * Replaces the progress, unless another run has done so.
   *
   * @returns whether it was replaced. It may have been even if not: the answer of a put can get lost.
   */
  replace(before: Progress | undefined, after: Progress, signal: AbortSignal): Promise<boolean>;
}

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
