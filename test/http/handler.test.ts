import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Parts } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createExplain } from '../../src/http/answer.ts';
import { createHandler } from '../../src/http/handler.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createRoutes } from '../../src/routes.ts';
import { readStage } from '../../stack/read-stage.ts';
import { harness } from '../support/harness.ts';
import { createEvent, createGraphQLEvent } from '../support/service/event.ts';

const here = harness(['proxy', 'service']);

describe('GET /health', () => {
  test('is ok while the store answers', async () => {
    const answer = await here.service.invoke(createEvent('GET /health'));
    expect([answer.statusCode, answer.body]).toEqual([200, '{"status":"ok"}']);
  });
});

describe('GET /graphql', () => {
  const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

  test('is the playground for a browser', async () => {
    const answer = await here.service.invoke(createEvent('GET /graphql', { headers: browser }));
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
  });

  test('is a query for every other client', async () => {
    const event = createEvent('GET /graphql', {
      query: `query=${encodeURIComponent('{ savedString }')}`,
      headers: { accept: 'application/json', 'apollo-require-preflight': 'true' },
    });
    const answer = await here.service.invoke(event);
    expect([answer.statusCode, answer.body?.trim()]).toEqual([200, '{"data":{"savedString":"dynamic string"}}']);
  });

  test.each([
    ['*/*', 'a query'],
    ['application/json, text/html;q=0.9', 'a query'],
    ['application/graphql-response+json, application/json;q=0.9, */*;q=0.1', 'a query'],
    ['text/html;q=0.9, */*;q=0.1', 'the playground'],
    ['TEXT/HTML', 'the playground'],
  ])('for Accept "%s" is %s', async (accept, expected) => {
    const event = createEvent('GET /graphql', { headers: { accept } });
    const { headers } = await here.service.invoke(event);
    expect(String(headers?.['content-type']).startsWith('text/html') ? 'the playground' : 'a query').toBe(expected);
  });

  test('answers a query that a plain link could send: there is no cookie that it could use', async () => {
    const answer = await here.service.invoke(createEvent('GET /graphql', { query: 'query={savedString}' }));
    expect([answer.statusCode, answer.body?.trim()]).toEqual([200, '{"data":{"savedString":"dynamic string"}}']);
  });

  test('refuses a mutation', async () => {
    const query = `query=${encodeURIComponent('mutation { setSavedString(value: "x") { version } }')}`;
    const answer = await here.service.invoke(
      createEvent('GET /graphql', { query, headers: { 'apollo-require-preflight': 'true' } }),
    );
    expect(answer).toMatchObject({ statusCode: 405, headers: { allow: 'POST' } });
    expect(await here.service.save('first')).toBe(1);
  });
});

describe('POST /graphql', () => {
  const query = '{ savedString }';
  const body = JSON.stringify({ query });
  const post = (headers: Record<string, string>, sent: { body?: string; isBase64Encoded?: boolean }) =>
    here.service.invoke(createEvent('POST /graphql', { headers, ...sent }));

  test.each([
    ['plain', { 'content-type': 'application/json' }, { body }],
    ['base64', { 'content-type': 'application/json' }, { body: btoa(body), isBase64Encoded: true }],
    ['with a charset', { 'content-type': 'application/json; charset=utf-8' }, { body }],
    ['with a mixed-case content type', { 'Content-Type': 'Application/JSON' }, { body }],
  ])('takes a body %s', async (_name, headers, sent) => {
    const answer = await post(headers, sent);
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    });
    expect(JSON.parse(answer.body ?? '')).toEqual({ data: { savedString: 'dynamic string' } });
  });

  const json = { 'content-type': 'application/json' };
  test.each([
    ['no body', json, {}, 400],
    ['an empty body', json, { body: '' }, 400],
    ['a body that is not JSON', json, { body: '{"query"' }, 400],
    [
      'a body that is not UTF-8',
      json,
      { body: Buffer.from([0x22, 0xff, 0x22]).toString('base64'), isBase64Encoded: true },
      400,
    ],
    ['a JSON array', json, { body: `[${body}]` }, 400],
    ['JSON null', json, { body: 'null' }, 400],
    ['an empty list', json, { body: '[]' }, 400],
    ['an empty object', json, { body: '{}' }, 400],
    ['an object without a query', json, { body: '{"variables":{}}' }, 400],
    ['a query that is not a string', json, { body: '{"query":1}' }, 400],
    ['no content type', {}, { body }, 415],
    ['another content type', { 'content-type': 'text/plain' }, { body }, 415],
    ['a content type with the same beginning', { 'content-type': 'application/jsonp' }, { body }, 415],
    ['a body over 256 KiB', json, { body: JSON.stringify({ query, variables: { x: 'x'.repeat(256 * 1024) } }) }, 413],
  ])('refuses %s with a reason', async (_name, headers, sent, status) => {
    const answer = await post(headers as Record<string, string>, sent);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers?.['content-type']).toMatch(/^application\/json/);
    const { errors } = JSON.parse(answer.body ?? '') as { errors: { message: string; extensions: { code: string } }[] };
    expect(errors).toEqual([{ message: expect.stringMatching(/\w/), extensions: { code: 'BAD_REQUEST' } }]);
    expect(here.proxy.operations).toEqual([]);
  });
});

/** All routes, with their methods, and whether the first of these needs the store. */
const ROUTES: readonly (readonly [path: string, allow: string, needsStore: boolean])[] = [
  ['/', 'GET, PUT, HEAD, OPTIONS', true],
  ['/graphql', 'GET, POST, HEAD, OPTIONS', true],
  ['/playground/{file}', 'GET, HEAD, OPTIONS', false],
  ['/favicon.ico', 'GET, HEAD, OPTIONS', false],
  ['/edit', 'GET, HEAD, OPTIONS', false],
  ['/edit/{file}', 'GET, HEAD, OPTIONS', false],
  ['/health', 'GET, HEAD, OPTIONS', true],
  ['/feed', 'GET, HEAD, OPTIONS', true],
  ['/embed', 'GET, HEAD, OPTIONS', true],
  ['/embed.js', 'GET, HEAD, OPTIONS', false],
  ['/spac-lla', 'POST, OPTIONS', true],
];

// RFC 9110, sections 9.1 and 9.3.2: HEAD is GET without the body; 15.5.6: 405 says what is allowed.
describe.each(ROUTES)('the route %s', (path, allow, needsStore) => {
  const options = { headers: { accept: '*/*' }, query: 'query={savedString}', pathParameters: { file: 'none.js' } };
  const ask = async (method: string) => {
    const event = createEvent(`ANY ${path}`, options);
    event.requestContext.http.method = method;
    return here.service.invoke(event);
  };

  test('answers HEAD as GET, without the body and with its length', async () => {
    if (!allow.includes('HEAD')) return;
    const { body = '', ...got } = await ask('GET');
    const headers = { ...got.headers, 'content-length': Buffer.byteLength(body) };
    expect(await ask('HEAD')).toEqual({ statusCode: got.statusCode, headers });
  });

  test('answers any other method with 405, and OPTIONS with what is allowed', async () => {
    for (const method of ['DELETE', 'PATCH', 'TRACE', 'get', 'constructor']) {
      expect(await ask(method)).toMatchObject({ statusCode: 405, headers: { allow } });
    }
    expect(await ask('OPTIONS')).toMatchObject({ statusCode: 204, headers: { allow } });
  });

  test('says when to ask again if the store does not answer, unless it can do without', async () => {
    const [method = ''] = allow.split(', ');
    const { statusCode } = await ask(method);
    here.proxy.choose = () => 'server error';
    const unavailable = { statusCode: 503, headers: { 'retry-after': '2', 'cache-control': 'no-store' } };
    expect(await ask(method)).toMatchObject(needsStore ? unavailable : { statusCode });
  });

  test('can be read by any site, whatever a cache has kept for another one', async () => {
    const { headers = {} } = await ask('GET');
    expect(headers['access-control-allow-origin']).toBe('*');
    if (/max-age=[1-9]/.test(String(headers['cache-control']))) expect(headers.vary).toContain('Origin');
  });
});

describe('an event that is not a request for a route', () => {
  test('a request for an unknown route gets 404', async () => {
    for (const routeKey of ['GET /nowhere', '$default', 'constructor', '__proto__']) {
      expect((await here.service.invoke(createEvent(routeKey))).statusCode).toBe(404);
    }
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'hello'],
    ['an empty object', {}],
    ['a scheduled event', { source: 'aws.events', 'detail-type': 'Scheduled Event' }],
    ['a queue’s records', { Records: [{ body: '{}' }] }],
    ['payload format 1.0', { httpMethod: 'GET', path: '/', headers: {}, requestContext: { httpMethod: 'GET' } }],
    ['a request without its method', { ...createEvent('GET /'), requestContext: {} }],
  ])('%s gets 400', async (_name, event) => {
    const answer = await here.service.invoke(event);
    expect(answer.statusCode).toBe(400);
    expect(JSON.parse(answer.body ?? '')).toEqual({ error: expect.stringContaining('HTTP'), code: 'BAD_REQUEST' });
  });

  test('a request without headers is answered like any other', async () => {
    const { headers: _headers, ...event } = createEvent('GET /');
    expect((await here.service.invoke(event)).statusCode).toBe(200);
    const { headers: _alsoHeaders, ...graphql } = createGraphQLEvent('{ savedString }');
    expect((await here.service.invoke(graphql)).statusCode).toBe(415);
  });
});

test('every answer carries the security headers', async () => {
  const events = [
    createEvent('GET /'),
    createEvent('GET /', { headers: { 'if-none-match': '*' } }),
    createEvent('GET /health'),
    createEvent('GET /graphql', { headers: { accept: 'text/html' } }),
    createEvent('GET /playground/{file}', { pathParameters: { file: 'nothing.js' } }),
    createGraphQLEvent('{ savedString }'),
    createGraphQLEvent('{'),
    createEvent('POST /graphql'),
    createEvent('GET /nowhere'),
    null,
  ];
  for (const event of events) {
    const { headers } = await here.service.invoke(event);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  }
});

test('a missing setting fails at start, and the error names it', async () => {
  expect(() => readConfig({ STAGE: 'test', AWS_REGION: 'eu-west-1', TABLE_NAME: '' })).toThrow(/TABLE_NAME is missing/);
});

test('the handler takes two parameters, because nodejs24.x refuses a callback', () => {
  const log = { request: () => {}, task: () => {}, failure: () => {} };
  const metrics = createMetrics({ stage: 'test', now: () => new Date() });
  expect(createHandler({ routes: {}, log, explain: createExplain({ log, metrics }) })).toHaveLength(2);
});

test('serverless.yml declares the routes that the function answers, and the README tells of them', () => {
  const parts = { show: {}, built: (path: string) => new URL(path, 'file:///') } as unknown as Parts;
  const paths = Object.keys(createRoutes({ ...parts, loadGraphQL: () => Promise.reject(new Error('Not here')) }));
  const declared = readStage('dev').routes.filter((key) => key.startsWith('ANY '));
  expect(declared.map((key) => key.slice(4)).toSorted()).toEqual(paths.toSorted());
  expect(ROUTES.map(([path]) => path).toSorted()).toEqual(paths.toSorted());
  const readme = readFileSync('README.md', 'utf8');
  // Files that browsers fetch by themselves need no row.
  const told = paths.filter((path) => !path.includes('{') && path !== '/favicon.ico');
  expect(told.filter((path) => !new RegExp(`\`(GET|POST) ${path}\``).test(readme))).toEqual([]);
});
