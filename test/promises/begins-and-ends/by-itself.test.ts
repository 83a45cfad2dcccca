import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../support/faults/fault-proxy.ts';
import { harness } from '../../support/harness.ts';
import { headingOf } from '../../support/html.ts';
import { TEST_TOKEN } from '../../support/service/editor.ts';
import { createEvent, createGraphQLEvent } from '../../support/service/event.ts';
import { at } from '../../support/service/plan.ts';
import type { Service } from '../../support/service/service.ts';

const here = harness(['proxy', 'clock', 'service']);

const { signal } = new AbortController();
const SECRET = 'a well-kept secret';

const PLAN = `mutation ($value: String!, $from: DateTime!, $until: DateTime) {
  planSavedString(value: $value, from: $from, until: $until, note: "${SECRET}") { version }
}`;
const plan = async (value: string, from: number, until?: number) => {
  const { errors } = await here.service.graphql(PLAN, { value, from: at(from), ...(until && { until: at(until) }) });
  expect(errors).toBeUndefined();
};
const read = async (from: Service = here.service) => headingOf((await from.invoke(createEvent('GET /'))).body ?? '');
/** The log without any help of the service, newest first. */
const log = async () =>
  (await here.store.createRevisions(here.tableName).list({ before: undefined, limit: 100 }, signal)).map(
    ({ revision: { version, value, savedAt } }) => [version, value, savedAt],
  );

describe('the first read after the moment writes the change down', () => {
  const accepting = (accept: string) => createEvent('GET /', { headers: { accept } });
  test.each([
    ['the page', accepting('text/html')],
    ['the text', accepting('text/plain')],
    ['the JSON', accepting('application/json')],
    ['HEAD', createEvent('HEAD /')],
    ['health', createEvent('GET /health')],
    ['a past', createEvent('GET /', { query: `at=${at(1)}` })],
    ['savedString', createGraphQLEvent('{ savedString }')],
    ['revisions', createGraphQLEvent('{ revisions { nodes { version } } }')],
    ['revision', createGraphQLEvent('{ revision(version: 3) { value } }')],
    ['revisionAt', createGraphQLEvent(`{ revisionAt(time: "${at(1)}") { value } }`)],
    ['planned', createGraphQLEvent('{ planned { value } }', {}, TEST_TOKEN)],
    [
      'a refused save',
      createGraphQLEvent('mutation { setSavedString(value: "x", expectedVersion: 9) { version } }', {}, TEST_TOKEN),
    ],
  ])('if it comes by %s', async (_name, event) => {
    await here.service.save('Open');
    await plan('Party', 10);
    here.clock.minutes = 15;
    const { statusCode } = await here.service.invoke(event);
    expect(statusCode).toBeLessThan(500);
    expect(await log()).toEqual([
      [3, 'Party', at(10)],
      [2, 'Open', at(0, 1)],
      [1, 'Open', at(0)],
    ]);
  });

  test('and catches up with everything that is overdue, in one entry', async () => {
    for (let index = 1; index <= 10; index++) await plan(`string ${index}`, 10 * index, 10 * index + 5);
    here.clock.minutes = 92;
    expect(await read()).toBe('The saved string is string 9');
    here.clock.minutes = 1_000;
    expect(await read()).toBe('The saved string is dynamic string');
    expect((await log()).slice(0, 3)).toEqual([
      [12, 'dynamic string', at(105)],
      [11, 'string 9', at(90)],
      [10, 'dynamic string', at(0, 9)],
    ]);
    const { data } = await here.service.graphql<Record<string, { value: string }>>(
      `{ a: revisionAt(time: "${at(10)}") { value } b: revisionAt(time: "${at(15)}") { value }
         c: revisionAt(time: "${at(100)}") { value } }`,
    );
    expect(Object.values(data ?? {}).map(({ value }) => value)).toEqual(['string 1', 'dynamic string', 'string 10']);
  });

  test('once, however many come at that moment, and all of them see it', async () => {
    await plan('Party', 10);
    here.clock.minutes = 10;
    const instances = await Promise.all([here.load(), here.load(), here.load()]);
    let puts = 0;
    here.proxy.choose = (operation) => (operation === 'PutItem' && puts++ % 5 === 0 ? 'lost answer' : 'none');
    const readings = await Promise.all(Array.from({ length: 20 }, (_, index) => read(instances[index % 3])));
    expect(new Set(readings)).toEqual(new Set(['The saved string is Party']));
    expect((await log()).map(([version]) => version)).toEqual([2, 1]);
  });

  test.each<Fault>(['access denied', 'reset', 'server error', 'hang'])(
    'or answers 503 if the put meets: %s',
    async (fault) => {
      await here.service.save('Open');
      await plan('Party', 10);
      here.clock.minutes = 10;
      here.proxy.choose = (operation) => (operation === 'PutItem' ? fault : 'none');
      const answers = await Promise.all(
        [createEvent('GET /'), createEvent('GET /health'), createGraphQLEvent('{ savedString }')].map(
          here.service.invoke,
        ),
      );
      for (const { statusCode, body } of answers) {
        expect(statusCode).toBe(503);
        expect(body).not.toMatch(/Open|Party|may have been saved/);
      }
      here.proxy.choose = () => 'none';
      expect(await read()).toBe('The saved string is Party');
    },
  );

  test.each<Fault>(['lost answer', 'late request', 'truncated answer'])(
    'once, though the first put meets: %s',
    async (fault) => {
      await plan('Party', 10);
      here.clock.minutes = 10;
      let puts = 0;
      here.proxy.choose = (operation) => (operation === 'PutItem' && puts++ === 0 ? fault : 'none');
      expect(await read()).toBe('The saved string is Party');
      expect(await log()).toHaveLength(2);
    },
  );

  test('before a save, or the save comes first and stays until the moment', async () => {
    for (let round = 0; round < 20; round++) {
      here.clock.minutes = 10 * round;
      await plan(`planned ${round}`, 10 * round + 5);
      const instance = await here.load();
      const saved = instance.save(`saved ${round}`);
      here.clock.minutes = 10 * round + 5;
      await Promise.all([saved, read()]);
      const [second, first] = (await log()).map(([, value]) => value);
      expect([first, second].toSorted()).toEqual([`planned ${round}`, `saved ${round}`]);
    }
    const times = (await log()).map(([, , savedAt]) => String(savedAt));
    expect(times).toEqual(times.toSorted().reverse());
  });
});

describe('a planned string is secret', () => {
  const strangers = [
    createEvent('GET /'),
    createEvent('GET /', { headers: { accept: 'application/json' } }),
    createEvent('GET /', { query: `at=${at(5)}` }),
    createEvent('GET /', { query: `at=${at(15)}` }),
    createGraphQLEvent('{ latestRevision { version value savedAt savedBy note restores until keeps } }'),
    createGraphQLEvent('{ revisions { nodes { value note until } } revision(version: 1) { value note } }'),
    createGraphQLEvent('{ planned { value note } }'),
    createGraphQLEvent(`{ revisionAt(time: "${at(15)}") { value note } }`),
    createGraphQLEvent('{ __schema { description } planned { value } }', {}, 'sst_1_wrong'),
    createGraphQLEvent('mutation { setSavedString(value: "x", expectedVersion: 9) { version } }', {}, TEST_TOKEN),
    createGraphQLEvent('mutation { cancelPlanned(id: "9") { version } }', {}, TEST_TOKEN),
    createGraphQLEvent(`mutation { planSavedString(value: "x", from: "${at(4)}") { version } }`, {}, TEST_TOKEN),
  ];

  test('in every answer and in the log lines, and becomes public when it begins', async () => {
    await plan(SECRET, 10, 20);
    here.clock.minutes = 5;
    const answers = await Promise.all(strangers.map(here.service.invoke));
    expect(JSON.stringify(answers)).not.toContain(SECRET);
    // Not even its time.
    expect(JSON.stringify(answers.slice(0, 9))).not.toContain(at(20));
    expect(here.lines.join('\n')).not.toContain(SECRET);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([
      ...[200, 200, 200, 401, 200, 200, 401, 200, 401, 409, 200, 200],
    ]);
    here.clock.minutes = 10;
    expect(await read()).toBe(`The saved string is ${SECRET}`);
  });

  test('and nothing public shows how long it is: no size, no header, no cost of reading', async () => {
    const seen: unknown[] = [];
    for (const length of [1, 32 * 1024]) {
      here.tableName = await here.store.createTable();
      here.service = await here.load();
      await plan('x'.repeat(length), 10, 20);
      const before = here.proxy.units;
      const answers: unknown[] = [];
      for (const event of strangers.slice(0, 9)) answers.push(await here.service.invoke(event));
      seen.push({ answers, units: here.proxy.units - before });
    }
    expect(seen[1]).toEqual(seen[0]);
  });

  test('but not for editors', async () => {
    await plan(SECRET, 10, 20);
    const { data } = await here.service.graphql(
      `{ planned { value from until note plannedBy } then: revisionAt(time: "${at(10)}") { value }
         later: revisionAt(time: "${at(20)}") { value restores } }`,
    );
    expect(data).toEqual({
      planned: [{ value: SECRET, from: at(10), until: at(20), note: SECRET, plannedBy: 'Ada' }],
      // biome-ignore lint/suspicious/noThenProperty: an alias
      then: { value: SECRET },
      later: { value: 'dynamic string', restores: 0 },
    });
    expect(await log()).toHaveLength(1);
  });
});

test('an end, a change and a cancellation are in the API, and in any offset', async () => {
  await here.service.graphql(
    'mutation { setSavedString(value: "Drill", until: "2026-01-31T13:10:00+01:00") { version } }',
  );
  await plan('Party', 20);
  const changed = await here.service.graphql(
    `mutation { changePlanned(id: 2, from: "2026-01-31T17:55:00+05:30", until: null, note: "Rain") { keeps note } }`,
  );
  expect(changed.data).toEqual({ changePlanned: { keeps: 1, note: null } });
  const planned = await here.service.graphql('{ planned { id value from note occurrences { from until } } }');
  expect(planned.data).toEqual({
    planned: [
      { id: '1', value: 'Drill', from: at(0), note: null, occurrences: [{ from: at(0), until: at(10) }] },
      { id: '2', value: 'Party', from: at(25), note: 'Rain', occurrences: [{ from: at(25), until: null }] },
    ],
  });
  const { data, errors } = await here.service.graphql(
    'mutation { cancelPlanned(id: "2", note: "Rain", expectedVersion: 3) { version keeps note until } }',
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({ cancelPlanned: { version: 4, keeps: 1, note: 'Rain', until: at(10) } });
  here.clock.minutes = 20;
  expect(await read()).toBe('The saved string is dynamic string');
});
