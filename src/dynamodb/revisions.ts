import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { Revisions } from '../saved-string/revisions.ts';
import { fromItem, type Item, LOG_PARTITION, revisionKey, toItem } from './revision-item.ts';
import { readFailed, writeOutcomeUnknown } from './store-errors.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Keeps the log of revisions in a DynamoDB table. */
export const createDynamoRevisions = (client: DynamoDBClient, TableName: string): Revisions => {
  const query = async (before: number, Limit: number, signal: AbortSignal): Promise<Item[]> => {
    const command = new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :log AND sk < :before',
      ExpressionAttributeValues: { ':log': { S: LOG_PARTITION }, ':before': { N: String(before) } },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit,
    });
    const { Items } = await unlessAborted(client.send(command), signal);
    // An answer without Items must not pass for an empty log: visitors would read the initial string.
    if (!Items) throw new Error('The store answered a query without Items');
    return Items;
  };

  const get = async (version: number, signal: AbortSignal) => {
    const command = new GetItemCommand({ TableName, Key: revisionKey(version), ConsistentRead: true });
    return (await unlessAborted(client.send(command), signal)).Item;
  };

  return {
    latest: async (signal) => {
      const [item] = await query(Number.MAX_SAFE_INTEGER, 1, signal).catch(readFailed);
      return item && fromItem(item);
    },

    find: async (version, signal) => {
      const item = await get(version, signal).catch(readFailed);
      return item && fromItem(item);
    },

    list: async ({ before = Number.MAX_SAFE_INTEGER, limit }, signal) => {
      const items = await query(before, limit, signal).catch(readFailed);
      return items.map(fromItem);
    },

    append: async (revision, signal) => {
      const writeId = randomUUID();
      const Item = toItem(revision, writeId);
      let putError: unknown;
      try {
        const command = new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
        await client.send(command, { abortSignal: signal });
        return true;
      } catch (error) {
        putError = error;
      }

      // Refused on the first try: another revision took the version.
      if (putError instanceof ConditionalCheckFailedException && putError.$metadata.attempts === 1) return false;

      // A put can succeed and still fail here: its answer gets lost, and the SDK's retry meets the item that the first
      // try wrote. Only the writeId tells our revision from another.
      const winner = await get(revision.version, signal).catch(writeOutcomeUnknown);
      return winner ? winner.writeId?.S === writeId : writeOutcomeUnknown(putError);
    },
  };
};
