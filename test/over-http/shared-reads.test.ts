import { expect, test } from '@jest/globals';
import type { Revisions } from '../../src/domain/entry.ts';
import { shareReads } from '../../src/store/share-reads.ts';
import { harness } from '../support/harness.ts';
import { createEvent } from '../support/service/event.ts';
import { serveOverHttp } from '../support/service/serve-over-http.ts';

const here = harness(['service']);

type Share = typeof shareReads;

/** The mistake: each newcomer joins the query that is under way, though a save may have been answered since it was sent. */
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

/** As many that one more has to wait for its query. */
const OLDER = 4;

/** Saves a string while older reads are under way, and lets another read begin before these are answered. */
const readDuringRead = async (share: Share) => {
  const [allBegun, answered, newerBegun, released] = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  let reads = 0;
  const service = await here.load({
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
        if (reads === OLDER) allBegun?.resolve();
        if (reads === OLDER + 1) newerBegun?.resolve();
        return answer;
      };
      return { ...shared, newest };
    },
  });
  const served = here.keep(await serveOverHttp(service));
  const read = async () => (await served.invoke(createEvent('GET /', { headers: { accept: 'text/plain' } }))).body;

  const older = Array.from({ length: OLDER }, read);
  await Promise.all([allBegun?.promise, answered?.promise]);
  await here.service.save('new');
  const newer = read();
  await newerBegun?.promise;
  released?.resolve();
  await Promise.all(older);
  return newer;
};

test('a read that begins after a save was answered shows it, though older reads are under way', async () => {
  expect(await readDuringRead(shareReads)).toBe('new');
});

test('it would not if it joined an older one', async () => {
  expect(await readDuringRead(joinSentReads)).toBe('dynamic string');
});
