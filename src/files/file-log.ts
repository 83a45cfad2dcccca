import { timingSafeEqual } from 'node:crypto';
import type { DynamoClient } from '../store/client.ts';
import { readFailed, writeOutcomeUnknown } from '../store/errors.ts';
import { queryAll } from '../store/reader.ts';
import type { Item } from '../store/revision-item.ts';
import type { FileLog, SharedFile } from './shared-file.ts';

/** Each file has four numbers in a row in the log: three for its events, and one to spare. */
const NUMBERS_PER_FILE = 4;

/** The numbers of one millisecond. */
const NUMBERS_PER_MS = 1_000;

/** The first number of what ends at that moment or later. */
const firstNumberAt = (time: Date): number => time.getTime() * NUMBERS_PER_MS;

/**
 * Makes a file's id: its first number in the log, which holds its end, and a secret of 128 bits.
 *
 * @param random.series from 0 to 249; tells files apart that end in the same millisecond.
 */
export const createFileId = (until: Date, random: { readonly series: number; readonly secret: Buffer }): string =>
  `${firstNumberAt(until) + random.series * NUMBERS_PER_FILE}_${random.secret.toString('base64url')}`;

/** @returns undefined if the text is no file's id. */
const parseFileId = (id: string): { readonly number: number; readonly until: Date } | undefined => {
  const [, digits] = /^(\d{16})_[\w-]{22}$/.exec(id) ?? [];
  const number = Number(digits);
  if (!Number.isSafeInteger(number) || number % NUMBERS_PER_FILE !== 0) return undefined;
  return { number, until: new Date(Math.floor(number / NUMBERS_PER_MS)) };
};

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
export const createDynamoFileLog = (client: DynamoClient, TableName: string): FileLog => {
  const query = (from: number, to: number, signal: AbortSignal): Promise<Item[]> => {
    const input = {
      TableName,
      KeyConditionExpression: 'pk = :files AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':files': { S: FILE_PARTITION },
        ':from': { N: String(from) },
        ':to': { N: String(to) },
      },
      ConsistentRead: true,
    };
    return Array.fromAsync(queryAll(client, input, signal)).catch(readFailed);
  };

  const find: FileLog['find'] = async (id, signal) => {
    const parsed = parseFileId(id);
    if (!parsed) return undefined;
    const file = fromItems(await query(parsed.number, parsed.number + EVENTS.removedAt, signal));
    return file && isEqual(file.id, id) ? file : undefined;
  };

  const put = async (Item: Item, signal: AbortSignal): Promise<'written' | 'taken'> => {
    const input = { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' };
    return (await client.put(input, signal).catch(writeOutcomeUnknown)).isWritten ? 'written' : 'taken';
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
      const all = await query(firstNumberAt(new Date(now.getTime() + 1)), Number.MAX_SAFE_INTEGER, signal);
      // A file's items follow its first one, which alone has the id.
      const starts = all.flatMap(({ id }, index) => (id ? [index] : []));
      return starts.flatMap((start, index) => fromItems(all.slice(start, starts[index + 1])) ?? []);
    },
  };
};
