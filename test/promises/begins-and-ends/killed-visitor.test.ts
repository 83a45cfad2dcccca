import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Fault } from '../../support/faults/fault-proxy.ts';
import { harness } from '../../support/harness.ts';
import { serveTwice } from '../../support/service/serve-process.ts';

const here = harness(['proxy', 'table']);

test.each<[string, Fault]>([
  ['before the store has the change', 'reset'],
  ['after the store has the change', 'lost answer'],
])('a change that is due is written down once, after a kill -9 %s', async (_name, fault) => {
  const [killed, other] = await serveTwice(here);
  expect(await killed.save('Open')).toBe(1);
  // Farther away than a save has to wait for the lease.
  expect(await killed.plan('Party', new Date(Date.now() + 4_000))).toBe(2);
  here.proxy.choose = (operation) => {
    if (operation !== 'PutItem') return 'none';
    killed.child.kill('SIGKILL');
    return fault;
  };
  while (killed.child.exitCode === null && killed.child.signalCode === null) {
    await killed.read().catch(() => {});
    await sleep(20);
  }
  expect(await other.read()).toMatchObject({ version: 3, value: 'Party' });
  const { signal } = new AbortController();
  expect(await here.store.createRevisions(here.tableName).list({ before: undefined, limit: 9 }, signal)).toHaveLength(
    3,
  );
});

test.each([
  [1, 'between its plan and its entry', ['Next']],
  [2, 'between its entry and its answer', ['Party', 'Next']],
] as const)('an editor’s kill -9 at put number %i, %s, leaves it planned or not', async (fatal, _name, planned) => {
  const [killed, other] = await serveTwice(here);
  // Each revision has a lease from then on, and the entry is announced first.
  await killed.save('Open');
  let puts = 0;
  here.proxy.choose = (operation) => {
    if (operation === 'PutItem' && ++puts === fatal) killed.child.kill('SIGKILL');
    return 'none';
  };
  const tomorrow = new Date(Date.now() + 86_400_000);
  expect(await killed.plan('Party', tomorrow)).toBeUndefined();
  expect(await other.plan('Next', tomorrow)).toBe(1 + planned.length);
  expect(await other.read()).toMatchObject({ value: 'Open' });
  const { signal } = new AbortController();
  const revisions = here.store.createRevisions(here.tableName);
  const newest = await revisions.newest(signal);
  const strings = await revisions.findPlan(String(newest?.plan), signal);
  expect(strings.map(({ value }) => value)).toEqual(planned);
});
