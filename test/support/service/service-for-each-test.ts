import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type FaultProxy, startFaultProxy } from '../faults/fault-proxy.ts';
import type { ServedService } from './serve-over-http.ts';
import { startStore, type TestStore } from './store.ts';
import { loadByWayIn } from './way-in.ts';

interface Surroundings {
  readonly store: TestStore;
  readonly tableName: string;
  /** Stands between the service and the store, and passes everything until a test changes that. */
  readonly proxy: FaultProxy;
  readonly service: ServedService;
}

/** Gives each test of a file a freshly loaded service on an empty table. Read it only inside a test. */
export const serviceForEachTest = (): Surroundings => {
  const here = {} as { -readonly [Key in keyof Surroundings]: Surroundings[Key] };
  beforeAll(async () => {
    here.store = await startStore();
  });
  beforeEach(async () => {
    here.proxy = await startFaultProxy(here.store.endpoint);
    here.tableName = await here.store.createTable();
    here.service = await loadByWayIn({ endpoint: here.proxy.endpoint, tableName: here.tableName });
  });
  afterEach(async () => {
    await here.service.stop();
    await here.proxy.stop();
  });
  afterAll(() => here.store.stop());
  return here;
};
