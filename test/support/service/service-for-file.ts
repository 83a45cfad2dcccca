import { afterAll, beforeAll } from '@jest/globals';
import { loadService, type Service } from './service.ts';
import { startStore, type TestStore } from './store.ts';

interface Surroundings {
  readonly store: TestStore;
  readonly service: Service;
}

/** Gives the tests of a file one shared service on an empty table. Read it only inside a test. */
export const serviceForFile = (): Surroundings => {
  const here = {} as { -readonly [Key in keyof Surroundings]: Surroundings[Key] };
  beforeAll(async () => {
    here.store = await startStore();
    here.service = await loadService({ endpoint: here.store.endpoint, tableName: await here.store.createTable() });
  });
  afterAll(() => here.store.stop());
  return here;
};
