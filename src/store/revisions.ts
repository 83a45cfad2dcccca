import type { CountUnits, Revisions } from '../domain/entry.ts';
import { isSame, nextState } from '../domain/leases.ts';
import type { DynamoClient } from './client.ts';
import { readFailed, writeOutcomeUnknown } from './errors.ts';
import { oldItemKey, oldStrings, toPlannedStrings } from './old-plan.ts';
import { fromItem, type Item, LOG_PARTITION, planKey, revisionKey, toItem } from './revision-item.ts';

/** Keeps the log of revisions in a DynamoDB table. */
export const createDynamoRevisions = (
  client: Pick<DynamoClient, 'getItem' | 'query' | 'put' | 'prepareToWrite'>,
  TableName: string,
): Revisions => {
  const query = async (before: number, Limit: number, signal: AbortSignal, count?: CountUnits): Promise<Item[]> => {
    const input = {
      TableName,
      KeyConditionExpression: 'pk = :log AND sk < :before',
      ExpressionAttributeValues: { ':log': { S: LOG_PARTITION }, ':before': { N: String(before) } },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit,
    };
    return (await client.query(input, signal, count)).Items;
  };

  const getItem = (Key: Item, signal: AbortSignal, count?: CountUnits): Promise<Item | undefined> =>
    client.getItem({ TableName, Key, ConsistentRead: true }, signal, count);

  const get = (version: number, signal: AbortSignal, count?: CountUnits) =>
    getItem(revisionKey(version), signal, count);

  /** Asks for an entry after a put of it has failed: only its writeId tells whether the put succeeded nevertheless. */
  const getAfter = (putError: unknown, version: number, signal: AbortSignal): Promise<Item> =>
    get(version, signal).then((item) => item ?? writeOutcomeUnknown(putError), writeOutcomeUnknown);

  return {
    newest: async (signal, count) => {
      const [item] = await query(Number.MAX_SAFE_INTEGER, 1, signal, count).catch(readFailed);
      return item && fromItem(item);
    },

    find: async (version, signal, count) => {
      const item = await get(version, signal, count).catch(readFailed);
      return item && fromItem(item);
    },

    list: async ({ before = Number.MAX_SAFE_INTEGER, limit }, signal, count) => {
      const entries = (await query(before, limit, signal, count).catch(readFailed)).map(fromItem);
      // Only the newest can be pending.
      if (entries[0] === undefined || entries[0].state === 'committed') return entries;
      if (entries.length > 1) return entries.slice(1);
      return (await query(entries[0].revision.version, limit, signal, count).catch(readFailed)).map(fromItem);
    },

    prepareToAppend: client.prepareToWrite,

    append: async (entry, signal) => {
      let putError: unknown = new Error('The item of a put was there before');
      try {
        const input = { TableName, Item: toItem(entry), ConditionExpression: 'attribute_not_exists(pk)' };
        const { isWritten, tries } = await client.put(input, signal);
        // Refused on the first try: another entry took the version.
        if (isWritten || tries === 1) return isWritten;
      } catch (error) {
        putError = error;
      }

      // A put can succeed and still fail here: its answer gets lost, and the SDK's retry meets the item that the first
      // try wrote.
      const item = await getAfter(putError, entry.revision.version, signal);
      return item.writeId?.S === entry.writeId;
    },

    advance: async (entry, signal) => {
      const next = { ...entry, state: nextState(entry.state) };
      let putError: unknown = new Error('The item of a put has changed');
      try {
        const input = {
          TableName,
          Item: toItem(next),
          ConditionExpression: 'writeId = :writeId AND pending = :state',
          ExpressionAttributeValues: { ':writeId': { S: entry.writeId }, ':state': { S: entry.state } },
        };
        if ((await client.put(input, signal)).isWritten) return next;
      } catch (error) {
        putError = error;
      }
      const found = fromItem(await getAfter(putError, entry.revision.version, signal));
      return isSame(found, entry) ? writeOutcomeUnknown(putError) : found;
    },

    findPlan: async (key, signal, count) => {
      const found = await getItem(planKey(key), signal, count).catch(readFailed);
      if (found) return JSON.parse(String(found.strings?.S));
      const old = await getItem(oldItemKey(key), signal, count).catch(readFailed);
      if (!old) throw new Error('The log refers to a plan that is missing');
      const { revision, returns } = fromItem(old);
      const own = revision.keeps === null ? undefined : await get(revision.keeps, signal, count).catch(readFailed);
      return toPlannedStrings(oldStrings(old), revision, returns, own ? fromItem(own).revision : revision);
    },

    putPlan: async (key, strings, signal) => {
      const Item = { ...planKey(key), strings: { S: JSON.stringify(strings) } };
      await client.put({ TableName, Item }, signal).catch(writeOutcomeUnknown);
    },
  };
};
