import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type FaultProxy, startFaultProxy } from '../../support/faults/fault-proxy.ts';
import { type Shown, startServeProcess } from '../../support/service/serve-process.ts';
import { startStore, type TestStore } from '../../support/service/store.ts';

let store: TestStore;
let proxy: FaultProxy;
beforeAll(async () => {
  store = await startStore();
  proxy = await startFaultProxy(store.endpoint);
});
afterAll(async () => {
  await proxy.stop();
  await store.stop();
});

// Announcing, closing and committing a change are one put each.
test.each([1, 2, 3])(
  'after a kill -9 at put number %i of a save, nothing that was answered is lost, and nothing shown is gone again',
  async (fatal) => {
    const tableName = await store.createTable();
    const [writer, other] = await Promise.all([
      startServeProcess(tableName, proxy.endpoint),
      startServeProcess(tableName, store.endpoint),
    ]);
    const shown: Shown[] = [];
    try {
      // The first save has no lease to wait for; the second begins to have one.
      expect(await writer.save('answered')).toBe(1);
      let puts = 0;
      proxy.choose = (operation) => {
        if (operation === 'PutItem' && ++puts === fatal) writer.child.kill('SIGKILL');
        return 'none';
      };
      const saved = writer.save('in doubt');
      let isOver = false;
      const observed = (async () => {
        // Below the throttle of the stage.
        for (; !isOver; await sleep(20)) shown.push(await other.read());
      })();
      expect(await saved).toBeUndefined();
      proxy.choose = () => 'none';

      const next = await other.save('after the kill');
      // The put may have reached the store or not.
      expect([2, 3]).toContain(next);
      isOver = true;
      await observed;
      expect(await other.read()).toMatchObject({ version: next, value: 'after the kill' });
      const versions = shown.map(({ version }) => version);
      expect(versions).toEqual(versions.toSorted((one, another) => one - another));
      const texts = next === 3 ? { 1: 'answered', 2: 'in doubt' } : { 1: 'answered' };
      for (const [version, value] of Object.entries(texts)) {
        const found = await store.createRevisions(tableName).find(Number(version), new AbortController().signal);
        expect(found).toMatchObject({ state: 'committed', revision: { value } });
      }
    } finally {
      proxy.choose = () => 'none';
      writer.child.kill('SIGKILL');
      other.child.kill('SIGKILL');
    }
  },
);
