import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { harness } from '../../support/harness.ts';
import { type Shown, serveTwice } from '../../support/service/serve-process.ts';

const here = harness(['proxy', 'table']);

// Announcing, closing and committing a change are one put each.
test.each([1, 2, 3])(
  'after a kill -9 at put number %i of a save, nothing that was answered is lost, and nothing shown is gone again',
  async (fatal) => {
    const [writer, other] = await serveTwice(here);
    const shown: Shown[] = [];
    // The first save has no lease to wait for; the second begins to have one.
    expect(await writer.save('answered')).toBe(1);
    let puts = 0;
    here.proxy.choose = (operation) => {
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
    here.proxy.choose = () => 'none';

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
      const found = await here.store
        .createRevisions(here.tableName)
        .find(Number(version), new AbortController().signal);
      expect(found).toMatchObject({ state: 'committed', revision: { value } });
    }
  },
);
