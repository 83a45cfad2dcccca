import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { Revisions } from '../domain/entry.ts';
import { isSame, nextState } from '../domain/leases.ts';
import { readFailed, unlessAborted, writeOutcomeUnknown } from './errors.ts';
import { oldItemKey, oldStrings, toPlannedStrings } from './old-plan.ts';
import { fromItem, type Item, LOG_PARTITION, planKey, revisionKey, toItem } from './revision-item.ts';

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

  const getItem = async (Key: Item, signal: AbortSignal) => {
    const command = new GetItemCommand({ TableName, Key, ConsistentRead: true });
    return (await unlessAborted(client.send(command), signal)).Item;
  };

  const get = (version: number, signal: AbortSignal) => getItem(revisionKey(version), signal);

  /** Asks for an entry after a put of it has failed: only its writeId tells whether the put succeeded nevertheless. */
  const getAfter = (putError: unknown, version: number, signal: AbortSignal): Promise<Item> =>
    get(version, signal).then((item) => item ?? writeOutcomeUnknown(putError), writeOutcomeUnknown);

  return {
    newest: async (signal) => {
      const [item] = await query(Number.MAX_SAFE_INTEGER, 1, signal).catch(readFailed);
      return item && fromItem(item);
    },

    find: async (version, signal) => {
      const item = await get(version, signal).catch(readFailed);
      return item && fromItem(item);
    },

    list: async ({ before = Number.MAX_SAFE_INTEGER, limit }, signal) => {
      const entries = (await query(before, limit, signal).catch(readFailed)).map(fromItem);
      // Only the newest can be pending.
      if (entries[0] === undefined || entries[0].state === 'committed') return entries;
      if (entries.length > 1) return entries.slice(1);
      return (await query(entries[0].revision.version, limit, signal).catch(readFailed)).map(fromItem);
    },

    append: async (entry, signal) => {
      let putError: unknown;
      try {
        const command = new PutItemCommand({
          TableName,
          Item: toItem(entry),
          ConditionExpression: 'attribute_not_exists(pk)',
        });
        await client.send(command, { abortSignal: signal });
        return true;
      } catch (error) {
        putError = error;
      }

      // Refused on the first try: another entry took the version.
      if (putError instanceof ConditionalCheckFailedException && putError.$metadata.attempts === 1) return false;

      // A put can succeed and still fail here: its answer gets lost, and the SDK's retry meets the item that the first
      // try wrote.
      const item = await getAfter(putError, entry.revision.version, signal);
      return item.writeId?.S === entry.writeId;
    },

    advance: async (entry, signal) => {
      const next = { ...entry, state: nextState(entry.state) };
      try {
        const command = new PutItemCommand({
          TableName,
          Item: toItem(next),
          ConditionExpression: 'writeId = :writeId AND pending = :state',
          ExpressionAttributeValues: { ':writeId': { S: entry.writeId }, ':state': { S: entry.state } },
        });
        await client.send(command, { abortSignal: signal });
        return next;
      } catch (putError) {
        const found = fromItem(await getAfter(putError, entry.revision.version, signal));
        return isSame(found, entry) ? writeOutcomeUnknown(putError) : found;
      }
    },

    findPlan: async (key, signal) => {
      const found = await getItem(planKey(key), signal).catch(readFailed);
      if (found) return JSON.parse(String(found.strings?.S));
      const old = await getItem(oldItemKey(key), signal).catch(readFailed);
      if (!old) throw new Error('The log refers to a plan that is missing');
      const { revision, returns } = fromItem(old);
      const own = revision.keeps === null ? undefined : await get(revision.keeps, signal).catch(readFailed);
      return toPlannedStrings(oldStrings(old), revision, returns, own ? fromItem(own).revision : revision);
    },

    putPlan: async (key, strings, signal) => {
      const Item = { ...planKey(key), strings: { S: JSON.stringify(strings) } };
      await client.send(new PutItemCommand({ TableName, Item }), { abortSignal: signal }).catch(writeOutcomeUnknown);
    },
  };
};
