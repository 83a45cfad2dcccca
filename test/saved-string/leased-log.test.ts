import { expect, test } from '@jest/globals';
import { createLeasedLog } from '../../src/domain/leased-log.ts';
import { initialRevision } from '../../src/domain/revision.ts';
import { toEntry } from '../support/service/log-lines.ts';
import { createMemoryRevisions } from '../support/service/memory-revisions.ts';

test('a cache in front may keep what is left of the lease when the store has answered', async () => {
  const revisions = createMemoryRevisions();
  const revision = { ...initialRevision('first'), version: 1 };
  const { signal } = new AbortController();
  await revisions.append({ ...toEntry(revision), leaseMs: 3_000 }, signal);
  let milliseconds = 0;
  const slow: typeof revisions.newest = async (signal) => {
    milliseconds += 1_000;
    return revisions.newest(signal);
  };
  const log = createLeasedLog({
    revisions: { ...revisions, newest: slow },
    initial: initialRevision(''),
    now: () => new Date(milliseconds),
    monotonic: () => milliseconds,
  });
  expect(await log.read({ signal, arrivedAt: 0 })).toMatchObject({ current: { revision }, keepMs: 2_000 });
  expect(await log.read({ signal, arrivedAt: 0 })).toMatchObject({ current: { revision }, keepMs: 2_000 });
  // Without the gateway's clock nobody can tell whether the process was frozen.
  expect(await log.read({ signal })).toMatchObject({ current: { revision }, keepMs: 0 });
});
