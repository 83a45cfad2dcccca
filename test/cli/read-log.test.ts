import { expect, test } from '@jest/globals';
import { readLog } from '../../cli/transfer/read-log.ts';
import { createRevision, toEntry } from '../support/service/log-lines.ts';
import { createMemoryRevisions } from '../support/service/memory-revisions.ts';

const { signal } = new AbortController();

test.each([1, 7, 100])('every revision is read in order, even if lists end after %s', async (longest) => {
  const log = createMemoryRevisions();
  for (let version = 1; version <= 230; version++) await log.append(toEntry(createRevision(version)), signal);
  const sparing = {
    ...log,
    list: ({ before, limit }: { before: number | undefined; limit: number }) =>
      log.list({ before, limit: Math.min(limit, longest) }, signal),
  };
  const versions: number[] = [];
  for await (const { revision } of readLog(sparing, 230, signal)) versions.push(revision.version);
  expect(versions).toEqual(Array.from({ length: 230 }, (_, index) => index + 1));
});
