import { expect, jest, test } from '@jest/globals';
import { harness } from '../support/harness.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';
import { createEvent, createGraphQLEvent } from '../support/service/event.ts';
import { createPutEvent } from '../support/service/put.ts';

const here = harness(['proxy', 'service']);

const VALUE = 'a value that belongs on the page only';

test('the log has one line per request, and never a token, a header or the string itself', async () => {
  const written: string[] = [];
  const capture = (chunk: unknown) => written.push(`${chunk}\n`);
  const service = await here.load({ write: capture });
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((chunk) => capture(chunk) > 0);
  }

  const mutation =
    'mutation ($value: String!, $expectedVersion: Int) { setSavedString(value: $value, expectedVersion: $expectedVersion) { version } }';
  const requests = [
    createGraphQLEvent(mutation, { value: VALUE }, TEST_TOKEN),
    createGraphQLEvent(mutation, { value: VALUE, expectedVersion: 0 }, TEST_TOKEN),
    createGraphQLEvent(mutation, { value: `${VALUE}\0` }, TEST_TOKEN),
    createGraphQLEvent(mutation, { value: VALUE }, `${TEST_TOKEN}x`),
    createGraphQLEvent(`{ "${VALUE}" }`, {}, TEST_TOKEN),
    createGraphQLEvent('{ savedString }'),
    createEvent('GET /'),
    createEvent('GET /nowhere'),
    { ...createGraphQLEvent(mutation, { value: VALUE }, TEST_TOKEN), body: VALUE },
    { note: VALUE },
    createPutEvent(VALUE, { type: 'text/plain', note: VALUE }),
    createPutEvent(VALUE, { type: 'text/plain', ifMatch: '"other"' }),
  ];
  for (const request of requests) await service.invoke(request);
  here.proxy.choose = () => 'server error';
  for (const request of requests.slice(0, 7)) await service.invoke(request);
  jest.restoreAllMocks();

  const lines = written
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const requestLines = lines.filter(({ message }) => message === 'request');
  expect(requestLines).toHaveLength(requests.length + 7);
  for (const line of requestLines) {
    expect(line).toMatchObject({
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      route: expect.any(String),
      status: expect.any(Number),
      milliseconds: expect.any(Number),
    });
  }
  expect(requestLines.map(({ status }) => status)).toEqual([
    ...[200, 409, 200, 401, 200, 200, 200, 404, 400, 400, 200, 412],
    ...[503, 503, 503, 401, 200, 503, 503],
  ]);
  const total = (metric: string) => requestLines.reduce((sum, line) => sum + Number(line[metric] ?? 0), 0);
  expect({ saves: total('Saves'), conflicts: total('Conflicts'), refused: total('RefusedTokens') }).toEqual({
    saves: 2,
    conflicts: 2,
    refused: 2,
  });
  expect(requestLines[0]).toMatchObject({
    stage: 'test',
    outcome: 'ok',
    StoreLatency: [expect.any(Number), expect.any(Number), expect.any(Number)],
  });
  const failures = lines.filter(({ message }) => message === 'failure');
  expect(failures).toHaveLength(5);
  for (const failure of failures) {
    expect(failure).toMatchObject({
      level: 'ERROR',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      error: {
        name: 'StoreUnavailableError',
        stack: expect.stringContaining('StoreUnavailableError'),
        cause: { message: expect.any(String), stack: expect.any(String) },
      },
    });
  }
  expect(lines).toHaveLength(requestLines.length + failures.length);

  for (const secret of [VALUE, TEST_TOKEN, 'sst_', 'authorization', 'Bearer']) {
    expect(written.join('').toLowerCase()).not.toContain(secret.toLowerCase());
  }
});
