import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../support/faults/fault-proxy.ts';
import { harness } from '../support/harness.ts';
import { headingOf } from '../support/html.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';
import { createEvent, createGraphQLEvent } from '../support/service/event.ts';
import { createPutEvent } from '../support/service/put.ts';

const here = harness(['proxy', 'service']);

/** Applies the fault to the first put only. */
const onFirstPut = (fault: Fault) => {
  let puts = 0;
  return (operation: string): Fault => (operation === 'PutItem' && puts++ === 0 ? fault : 'none');
};

describe.each<Fault>(['lost answer', 'truncated answer', 'reset', 'late request', 'hang', 'server error', 'throttle'])(
  'when the first put meets: %s',
  (fault) => {
    test('the string is saved once, and no conflict is reported', async () => {
      here.proxy.choose = onFirstPut(fault);
      const { data, errors } = await here.service.graphql<{ setSavedString: { version: number } }>(
        'mutation { setSavedString(value: "mine", expectedVersion: 0) { version } }',
      );
      expect(errors).toBeUndefined();
      expect(data?.setSavedString.version).toBe(1);
      expect(here.proxy.operations.filter((operation) => operation === 'PutItem')).toHaveLength(2);
      const { data: history } = await here.service.graphql('{ revisions { nodes { version value } } }');
      expect(history).toEqual({
        revisions: {
          nodes: [
            { version: 1, value: 'mine' },
            { version: 0, value: 'dynamic string' },
          ],
        },
      });
    });
  },
);

describe.each<Fault>([
  'reset',
  'truncated answer',
  'hang',
  'server error',
  'throttle',
  'access denied',
  'no such table',
])('when every request to the store meets: %s', (fault) => {
  test('every route reports it, and the first request after recovery works', async () => {
    await here.service.save('before');
    here.proxy.choose = () => fault;
    const [page, health, query, mutation, put] = await Promise.all(
      [
        createEvent('GET /'),
        createEvent('GET /health'),
        createGraphQLEvent('{ savedString }'),
        createGraphQLEvent('mutation { setSavedString(value: "lost") { version } }', {}, TEST_TOKEN),
        createPutEvent('lost'),
      ].map(here.service.invoke),
    );
    for (const answer of [page, health, query, mutation, put]) {
      expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '2', 'cache-control': 'no-store' } });
    }
    expect(headingOf(page?.body ?? '')).toBe('The saved string can’t be read right now');
    expect(health?.body).toBe('{"status":"unavailable"}');
    for (const answer of [query, mutation]) {
      const { errors } = JSON.parse(answer?.body ?? '') as { errors: { message: string; extensions: object }[] };
      expect(errors[0]?.extensions).toEqual({ code: 'SERVICE_UNAVAILABLE', outcome: 'NOT_WRITTEN' });
      expect(errors[0]?.message).toContain('Nothing was written');
    }

    here.proxy.choose = () => 'none';
    expect(headingOf((await here.service.invoke(createEvent('GET /'))).body ?? '')).toBe('The saved string is before');
  });
});

test('a throttled read is answered at once, and not tried again', async () => {
  here.proxy.choose = () => 'throttle';
  const { statusCode, headers } = await here.service.invoke(createEvent('GET /'));
  expect([statusCode, headers?.['retry-after'], here.proxy.operations]).toEqual([503, '2', ['Query']]);
});

test('the page reports it in the requested content type', async () => {
  here.proxy.choose = () => 'reset';
  const read = (accept: string) => here.service.invoke(createEvent('GET /', { headers: { accept } }));
  expect(await read('text/plain')).toMatchObject({
    statusCode: 503,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2', vary: 'Accept' },
    body: 'The saved string can’t be read right now',
  });
  expect(await read('application/json')).toMatchObject({
    statusCode: 503,
    headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': '2', vary: 'Accept' },
    body: '{"error":"The saved string can’t be read right now"}',
  });
});

test('a write is known to have happened although none of its answers arrived', async () => {
  here.proxy.choose = (operation) => (operation === 'PutItem' ? 'lost answer' : 'none');
  expect(await here.service.save('mine')).toBe(1);
});

test('the service waits for a slow store', async () => {
  here.proxy.choose = () => 'slow';
  expect(await here.service.save('mine')).toBe(1);
  expect(headingOf((await here.service.invoke(createEvent('GET /'))).body ?? '')).toBe('The saved string is mine');
});

test('a write of unknown outcome is reported, for people and for programs', async () => {
  // The put succeeds, but both its answer and the check of its outcome get lost.
  let put = false;
  here.proxy.choose = (operation) => {
    put ||= operation === 'PutItem';
    return operation === 'PutItem' ? 'lost answer' : put ? 'server error' : 'none';
  };
  const { statusCode, errors } = await here.service.graphql(
    'mutation { setSavedString(value: "perhaps") { version } }',
  );
  expect(statusCode).toBe(503);
  expect(errors?.[0]?.extensions).toEqual({ code: 'SERVICE_UNAVAILABLE', outcome: 'UNKNOWN' });
  expect(errors?.[0]?.message).toContain('may have been saved');
});

test('a defect outside our own code shows the request’s id and nothing else', async () => {
  await here.store.putRaw(here.tableName, { pk: { S: 'saved-string' }, sk: { N: '1.5' }, value: { S: 'x' } });
  const { statusCode, data, errors } = await here.service.graphql('{ latestRevision { version } }');
  expect([statusCode, data]).toEqual([500, null]);
  expect(errors).toEqual([
    {
      message: 'Something went wrong on our side.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    },
  ]);
});

test('a defect gets a 500 with the request’s id and nothing else', async () => {
  await here.store.putRaw(here.tableName, { pk: { S: 'saved-string' }, sk: { N: '1' } });
  const page = await here.service.invoke(createEvent('GET /'));
  const query = await here.service.graphql('{ savedString }');
  for (const answer of [page, query]) {
    expect(answer.statusCode).toBe(500);
    expect(answer.body).toMatch(/"requestId":"[0-9a-f-]{36}"/);
  }
});

test('an incomplete answer of the store is not taken for an empty log', async () => {
  await here.service.save('before');
  here.proxy.choose = (operation) => (operation === 'Query' ? 'empty answer' : 'none');
  const { statusCode, body } = await here.service.invoke(createEvent('GET /'));
  expect([statusCode, headingOf(body ?? '')]).toEqual([503, 'The saved string can’t be read right now']);
  const { statusCode: status } = await here.service.graphql('mutation { setSavedString(value: "lost") { version } }');
  expect([status, here.proxy.operations.includes('PutItem')]).toEqual([503, true]);
  here.proxy.choose = () => 'none';
  const { data } = await here.service.graphql('{ latestRevision { version value } }');
  expect(data).toEqual({ latestRevision: { version: 1, value: 'before' } });
});

test('a damaged newest revision never reveals an older string, and saving works again once it is deleted', async () => {
  await here.service.save('before');
  await here.store.putRaw(here.tableName, { pk: { S: 'saved-string' }, sk: { N: '2' }, value: { N: '1' } });
  const page = await here.service.invoke(createEvent('GET /'));
  expect([page.statusCode, page.body]).toEqual([500, expect.stringMatching(/requestId/)]);
  const refused = await here.service.graphql('mutation { setSavedString(value: "after") { version } }');
  expect([refused.statusCode, refused.data]).toEqual([500, null]);

  await here.store.deleteRevision(here.tableName, 2);
  expect(headingOf((await here.service.invoke(createEvent('GET /'))).body ?? '')).toBe('The saved string is before');
  expect(await here.service.save('after')).toBe(2);
});

const DAMAGED: readonly (readonly [string, { S: string } | { N: string }])[] = [
  ...['garbage', '', '+275760-09-13T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '2026-13-30T00:00:00.000Z'].flatMap(
    (S) => ['savedAt', 'until'].map((name) => [name, { S }] as const),
  ),
  ...['-1', '0', '0.5', '1e30', '9007199254740991', '-9007199254740991'].flatMap((N) =>
    ['leaseMs', 'dueAt', 'at', 'returns', 'restores', 'keeps'].map((name) => [name, { N }] as const),
  ),
];

test.each(DAMAGED)(
  'where %s is %j, the string is still read and saved over, and nothing waits',
  async (name, attribute) => {
    const key = { pk: { S: 'saved-string' }, sk: { N: '1' } };
    const times = { savedAt: { S: '2026-01-01T00:00:00.000Z' } };
    await here.store.putRaw(here.tableName, { ...key, ...times, value: { S: 'before' }, [name]: attribute });
    const paths = ['GET /', 'GET /feed', 'GET /embed', 'GET /health', 'GET /edit'];
    const statuses = [];
    for (const path of paths) statuses.push((await here.service.invoke(createEvent(path))).statusCode);
    const { data, errors } = await here.service.graphql<{ savedString: string }>(
      '{ savedString latestRevision { savedAt until } revisions { nodes { savedAt until restores keeps } } planned { from until } }',
    );
    expect([statuses, errors, data?.savedString]).toEqual([paths.map(() => 200), undefined, 'before']);
    expect(await here.service.save('after')).toBeGreaterThan(1);
    const at = await here.service.graphql<{ revisionAt: { value: string } }>(
      `{ revisionAt(time: "${new Date().toISOString()}") { value } }`,
    );
    expect(at.data?.revisionAt.value).toBe('after');
    expect(headingOf((await here.service.invoke(createEvent('GET /'))).body ?? '')).toBe('The saved string is after');
  },
);
