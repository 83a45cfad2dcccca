import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { shareReads } from '../../src/dynamodb/share-reads.ts';
import type { Revisions } from '../../src/saved-string/revisions.ts';
import { createEvent } from '../support/service/event.ts';
import { type ServedService, serveOverHttp } from '../support/service/serve-over-http.ts';
import { loadService } from '../support/service/service.ts';
import { startStore, type TestStore } from '../support/service/store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await startStore();
});
afterAll(() => store.stop());

let served: ServedService;
afterEach(() => served.stop());

type Share = typeof shareReads;

/** The mistake: whoever comes joins the query that is under way, though a save may have been answered since it was sent. */
const joinSentReads: Share = (revisions) => {
  let sent: ReturnType<Revisions['newest']> | undefined;
  return {
    ...revisions,
    newest: (signal) => {
      sent ??= revisions.newest(signal).finally(() => {
        sent = undefined;
      });
      return sent;
    },
  };
};

/** Saves a string while an older read is under way, and lets another read begin before that one is answered. */
const readDuringRead = async (share: Share) => {
  const environment = { endpoint: store.endpoint, tableName: await store.createTable() };
  const [answered, joined, released] = [0, 1, 2].map(() => Promise.withResolvers<void>());
  let reads = 0;
  const service = await loadService({
    ...environment,
    share: (revisions) => {
      const shared = share({
        ...revisions,
        newest: async (signal) => {
          const answer = await revisions.newest(signal);
          answered?.resolve();
          await released?.promise;
          return answer;
        },
      });
      const newest: Revisions['newest'] = (signal) => {
        const answer = shared.newest(signal);
        reads++;
        if (reads === 2) joined?.resolve();
        return answer;
      };
      return { ...shared, newest };
    },
  });
  served = await serveOverHttp(service);
  const read = async () => (await served.invoke(createEvent('GET /', { headers: { accept: 'text/plain' } }))).body;

  const older = read();
  await answered?.promise;
  await (await loadService(environment)).save('new');
  const newer = read();
  await joined?.promise;
  released?.resolve();
  return Promise.all([older, newer]);
};

test('a read that begins after a save was answered shows it, though an older read is under way', async () => {
  expect(await readDuringRead(shareReads)).toEqual(['dynamic string', 'new']);
});

test('it would not if it joined the older one', async () => {
  expect(await readDuringRead(joinSentReads)).toEqual(['dynamic string', 'dynamic string']);
});
