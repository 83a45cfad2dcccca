import type { DynamoClient } from './client.ts';
import { readFailed, writeOutcomeUnknown } from './errors.ts';
import type { Item } from './revision-item.ts';

/** How far the deliveries have come. */
export interface Progress {
  /** The newest version that the receiver has taken. */
  readonly delivered: number;
  /** Until then, in milliseconds since 1970, one sender is at work, and no other may be: messages go out in order. */
  readonly busyUntil: number;
  /** Names a receiver that wants no more messages. */
  readonly gone?: string | undefined;
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

const toAttributes = ({ delivered, busyUntil, gone }: Progress) => ({
  delivered: { N: String(delivered) },
  busyUntil: { N: String(busyUntil) },
  ...(gone !== undefined && { gone: { S: gone } }),
});

/** Keeps the progress of the webhook's deliveries in a DynamoDB table. */
export const createDynamoDeliveries = (client: DynamoClient, TableName: string): Deliveries => ({
  find: async (signal) => {
    const item = await client.getItem({ TableName, Key: KEY, ConsistentRead: true }, signal).catch(readFailed);
    if (!item) return undefined;
    return { delivered: Number(item.delivered?.N), busyUntil: Number(item.busyUntil?.N), gone: item.gone?.S };
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
    const input = { TableName, Item: { ...KEY, ...toAttributes(after) }, ...condition };
    return (await client.put(input, signal).catch(writeOutcomeUnknown)).isWritten;
  },
});
