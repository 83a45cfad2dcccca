import { afterAll, beforeAll } from '@jest/globals';
import type { ServedService } from './serve-over-http.ts';
import { startStore, type TestStore } from './store.ts';
import { loadByWayIn } from './way-in.ts';

interface Surroundings {
  readonly store: TestStore;
  readonly service: ServedService;
}

/** Gives the tests of a file one shared service on an empty table. Read it only inside a test. */
export const serviceForFile = (): Surroundings => {
  const here = {} as { -readonly [Key in keyof Surroundings]: Surroundings[Key] };
  beforeAll(async () => {
    here.store = await startStore();
    here.service = await loadByWayIn({ endpoint: here.store.endpoint, tableName: await here.store.createTable() });
  });
  afterAll(async () => {
    await here.service.stop();
    await here.store.stop();
  });
  return here;
};
