import { expect, test } from '@jest/globals';
import { createLeasedLog } from '../../src/domain/leased-log.ts';
import { initialRevision } from '../../src/domain/revision.ts';
import { createSavedString } from '../../src/domain/saved-string.ts';
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

test('after a freeze, when its own clock is late, the later one says what is kept, due, saved and past', async () => {
  const START = Date.parse('2026-01-31T12:00:00Z');
  let time = START;
  let lateMs = 0;
  const open = createSavedString({
    revisions: createMemoryRevisions(),
    initialString: 'Closed',
    leaseMs: 3_000,
    now: () => new Date(time - lateMs),
    monotonic: () => time - lateMs,
    sleep: async (milliseconds) => {
      time += milliseconds;
    },
  });
  const { signal } = new AbortController();
  const request = () => open(signal, { arrivedAt: time });
  const by = { savedBy: 'Ada', note: null, expectedVersion: undefined };
  const toTime = (milliseconds: number) => new Date(START + milliseconds).toISOString();
  await request().save('Closed', by);
  await request().plan('Open', { ...by, from: toTime(20_000), until: toTime(30_000) });

  lateMs = 5_000;
  time = START + 18_500;
  expect(await request().read()).toMatchObject({ revision: { value: 'Closed' }, keepMs: 500 });
  time = START + 20_000;
  expect(await request().read()).toMatchObject({ revision: { value: 'Open', savedAt: toTime(20_000) } });
  time = START + 22_000;
  const { savedAt } = await request().save('Break', { ...by, until: toTime(28_000) });
  expect(Date.parse(String(savedAt))).toBe(time);
  time = START + 28_000;
  expect((await request().history({ first: 1, before: undefined })).revisions).toMatchObject([{ value: 'Open' }]);
  time = START + 29_000;
  const refuse = () => Promise.reject(new Error('A visitor'));
  expect(await request().revisionAt(new Date(time), refuse)).toMatchObject({ value: 'Open' });
});
