import { timingSafeEqual } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../dynamodb/revision-item.ts';
import { readFailed, writeOutcomeUnknown } from '../dynamodb/store-errors.ts';
import { unlessAborted } from '../dynamodb/unless-aborted.ts';
import { firstNumberAt, parseFileId } from './file-id.ts';
import type { FileLog, SharedFile } from './shared-file.ts';

/** The partition of the files, apart from the log of revisions. A file's items are its events, in a row. */
const FILE_PARTITION = 'file';

const EVENTS = { begun: 0, completedAt: 1, removedAt: 2 } as const;

const toItem = (number: number, event: keyof typeof EVENTS): Item => ({
  pk: { S: FILE_PARTITION },
  sk: { N: String(number + EVENTS[event]) },
});

const toBegunItem = (number: number, file: SharedFile): Item => ({
  ...toItem(number, 'begun'),
  id: { S: file.id },
  name: { S: file.name },
  type: { S: file.type },
  size: { N: String(file.size) },
  uploadId: { S: file.uploadId },
  sharedBy: { S: file.sharedBy },
  begunAt: { S: file.begunAt },
});

/** @returns undefined for a damaged item, one that this program did not write: there is no such file. */
const fromItems = (items: readonly Item[]): SharedFile | undefined => {
  const { id, name, type, size, uploadId, sharedBy, begunAt } = items[0] ?? {};
  const parsed = parseFileId(id?.S ?? '');
  if (!parsed || !id?.S || !name?.S || !type?.S || !size?.N || !uploadId?.S || !sharedBy?.S || !begunAt?.S) {
    return undefined;
  }
  const timeOf = (event: keyof typeof EVENTS) =>
    items.find(({ sk }) => Number(sk?.N) === parsed.number + EVENTS[event])?.at?.S ?? null;
  return {
    id: id.S,
    name: name.S,
    type: type.S,
    size: Number(size.N),
    uploadId: uploadId.S,
    sharedBy: sharedBy.S,
    begunAt: begunAt.S,
    until: parsed.until.toISOString(),
    completedAt: timeOf('completedAt'),
    removedAt: timeOf('removedAt'),
  };
};

/** The hidden half of an id must not be found by trying. */
const isEqual = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Keeps the log of files in a DynamoDB table. */
export const createDynamoFileLog = (client: DynamoDBClient, TableName: string): FileLog => {
  const query = async (from: number, to: number): Promise<Item[]> => {
    const pages = paginateQuery(
      { client },
      {
        TableName,
        KeyConditionExpression: 'pk = :files AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':files': { S: FILE_PARTITION },
          ':from': { N: String(from) },
          ':to': { N: String(to) },
        },
        ConsistentRead: true,
      },
    );
    return (await Array.fromAsync(pages)).flatMap(({ Items = [] }) => Items);
  };

  const find: FileLog['find'] = async (id, signal) => {
    const parsed = parseFileId(id);
    if (!parsed) return undefined;
    const items = query(parsed.number, parsed.number + EVENTS.removedAt);
    const file = fromItems(await unlessAborted(items, signal).catch(readFailed));
    return file && isEqual(file.id, id) ? file : undefined;
  };

  const put = async (Item: Item, signal: AbortSignal): Promise<'written' | 'taken'> => {
    const command = new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
    try {
      await client.send(command, { abortSignal: signal });
      return 'written';
    } catch (error) {
      return error instanceof ConditionalCheckFailedException ? 'taken' : writeOutcomeUnknown(error);
    }
  };

  const numberOf = (id: string): number => {
    const parsed = parseFileId(id);
    if (!parsed) throw new Error('This is no file’s id');
    return parsed.number;
  };

  return {
    find,

    begin: async (file, signal) => {
      if ((await put(toBegunItem(numberOf(file.id), file), signal)) === 'written') return;
      // The SDK's second try meets what the first has written. Else another file has the number, which is rare.
      if (!(await find(file.id, signal))) writeOutcomeUnknown(new Error('The number of the file is taken'));
    },

    note: async (id, event, at, signal) => {
      await put({ ...toItem(numberOf(id), event), at: { S: at } }, signal);
    },

    list: async (now, signal) => {
      const items = query(firstNumberAt(new Date(now.getTime() + 1)), Number.MAX_SAFE_INTEGER);
      const all = await unlessAborted(items, signal).catch(readFailed);
      // A file's items follow its first one, which alone has the id.
      const starts = all.flatMap(({ id }, index) => (id ? [index] : []));
      return starts.flatMap((start, index) => fromItems(all.slice(start, starts[index + 1])) ?? []);
    },
  };
};
