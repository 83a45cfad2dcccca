import { describe, expect, test } from '@jest/globals';
import { harness } from '../support/harness.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';
import { createEvent } from '../support/service/event.ts';
import { createPutEvent } from '../support/service/put.ts';

// Requests as clients in the wild send them, and the right answers with where that is written.

const here = harness(['service']);

const RESPONSE_TYPE = 'application/graphql-response+json';

const post = async (body: object, headers: Record<string, string> = {}) => {
  const answer = await here.service.invoke(
    createEvent('POST /graphql', {
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  );
  return { status: answer.statusCode, headers: answer.headers, ...JSON.parse(answer.body ?? '{}') };
};

// GraphQL over HTTP, sections "Status Codes" and "Operation cannot be determined".
describe.each(['application/json', RESPONSE_TYPE])('GraphQL for a client that accepts %s', (accept) => {
  const isOwn = accept === RESPONSE_TYPE;
  const refused = { authorization: 'Bearer sst_1_x' };

  test.each([
    ['a partial answer with a refused token', '{ savedString viewer { name } }', refused, 200],
    [
      'a partial answer about the future',
      '{ savedString revisionAt(time: "2030-01-01T00:00:00Z") { value } }',
      {},
      200,
    ],
    ['an answer that is null but for its error', '{ viewer { name } }', refused, 200],
    ['data that is null because the plan is secret', '{ planned { value } }', {}, 401],
    ['a mutation without a token', 'mutation { setSavedString(value: "x") { version } }', {}, 401],
    ['an argument that breaks a rule', '{ revisions(first: 0) { nodes { version } } }', {}, 200],
  ])('%s', async (_name, query, headers, status) => {
    const answer = await post({ query }, { accept, ...headers });
    expect([answer.status, answer.errors.length]).toEqual([status, 1]);
    expect('www-authenticate' in answer.headers).toBe(status === 401);
  });

  test.each([
    ['two operations and no name', { query: 'query A { savedString } query B { savedString }' }],
    ['a name that no operation has', { query: 'query A { savedString }', operationName: 'B' }],
    ['a name that no operation has, of prototypes', { query: 'query A { savedString }', operationName: '__proto__' }],
  ])('%s cannot be executed', async (_name, body) => {
    const { status, data, errors } = await post(body, { accept });
    expect([status, data, errors[0].extensions.code]).toEqual([400, undefined, 'OPERATION_RESOLUTION_FAILURE']);
  });

  test.each([
    ['a syntax error', '{', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s', async (_name, query, code) => {
    const { status, errors } = await post({ query }, { accept });
    expect([status, errors[0].extensions.code]).toEqual([isOwn ? 400 : 200, code]);
  });
});

// GraphQL over HTTP, "Request Parameters": null and left out mean the same; the empty string is what forms send.
describe('GraphQL parameters that say nothing', () => {
  const query = '{ savedString }';
  test.each([
    { query, operationName: null },
    { query, operationName: '' },
    { query, variables: null },
    { query, extensions: null },
    { query, operationName: '', variables: null, extensions: null },
  ])('by POST: %j', async (body) => {
    expect(await post(body)).toMatchObject({ status: 200, data: { savedString: 'dynamic string' } });
  });

  test.each([
    'query={savedString}',
    'query=%7BsavedString%7D&variables=null',
    'query=%7BsavedString%7D&variables=',
    'query=%7BsavedString%7D&variables={}',
    'query=%7BsavedString%7D&operationName=',
    'query=%7BsavedString%7D&extensions=null&operationName=&variables=null',
    'query=%7B%0A++savedString%0A%7D',
  ])('by GET: %s', async (query) => {
    const answer = await here.service.invoke(createEvent('GET /graphql', { query, headers: { accept: '*/*' } }));
    expect([answer.statusCode, JSON.parse(answer.body ?? '')]).toEqual([
      200,
      { data: { savedString: 'dynamic string' } },
    ]);
  });

  test.each(['query={savedString}&query={savedString}', 'query={savedString}&variables={}&variables={}'])(
    'given twice: %s',
    async (query) => {
      const { statusCode } = await here.service.invoke(createEvent('GET /graphql', { query }));
      expect(statusCode).toBe(400);
    },
  );
});

// A charset that clients name, and how they spell it: https://github.com/graphql/graphql-http/issues/120
test.each([
  ['*', 'application/json'],
  ['application/json; charset=utf8', 'application/json'],
  ['application/json;charset=UTF-8;q=0.5', 'application/json'],
  ['application/graphql-response+json; charset="utf-8", application/json; q=.9', RESPONSE_TYPE],
  ['application/json;q=0, */*', RESPONSE_TYPE],
  ['application/*', 'application/json'],
  ['multipart/mixed;deferSpec=20220824, application/json', 'application/json'],
])('a GraphQL request with Accept "%s" gets %s', async (accept, type) => {
  const { status, headers } = await post({ query: '{ savedString }' }, { accept });
  expect([status, headers?.['content-type']]).toEqual([200, `${type}; charset=utf-8`]);
});

// Apache marks the tags of what it compresses, nginx makes them weak: https://github.com/mdn/content/issues/4343,
// https://github.com/hapijs/hapi/issues/3956
describe('an entity tag that a proxy has changed', () => {
  const etagOf = async (route: string, accept: string) =>
    String((await here.service.invoke(createEvent(route, { headers: { accept } }))).headers?.etag);
  const marks: [string, (etag: string) => string][] = [
    ['by Apache', (etag) => etag.replace(/"$/, '-gzip"')],
    ['by Apache with brotli', (etag) => etag.replace(/"$/, '-br"')],
    ['by Jetty', (etag) => etag.replace(/"$/, '--gzip"')],
    ['by nginx', (etag) => `W/${etag}`],
    ['in a list', (etag) => `"other", W/${etag.replace(/"$/, '-gzip"')} ,"more"`],
  ];

  test.each(marks)('%s still confirms what a client has', async (_name, mark) => {
    for (const [route, accept] of [
      ['GET /', 'text/html'],
      ['GET /', 'application/json'],
      ['GET /feed', '*/*'],
      ['GET /embed', '*/*'],
      ['GET /embed.js', '*/*'],
    ] as const) {
      const headers = { accept, 'if-none-match': mark(await etagOf(route, accept)) };
      expect((await here.service.invoke(createEvent(route, { headers }))).statusCode).toBe(304);
    }
  });

  test('is a condition for PUT, unless it is weak, which the answer says', async () => {
    const put = async (ifMatch: string) => here.service.invoke(createPutEvent('mine', { ifMatch }));
    const etag = await etagOf('GET /', 'text/plain');
    expect(JSON.parse((await put(`W/${etag}`)).body ?? '').error).toMatch(/^If-Match takes no weak tag/);
    expect((await put(etag.replace(/"$/, '-gzip"'))).statusCode).toBe(200);
    expect((await put(etag.replace(/"$/, '-gzip"'))).statusCode).toBe(412);
  });
});

describe('PUT', () => {
  const put = async (query: string, options: Parameters<typeof createPutEvent>[1] = {}) =>
    here.service.invoke({ ...createPutEvent('mine', options), rawQueryString: query });
  const soon = new Date(Date.now() + 3_600_000).toISOString();

  test.each([
    ['', {}, 200],
    ['note=', {}, 200],
    [`until=${soon}`, {}, 200],
    [`until=${soon.replace('Z', '+00:00')}`, {}, 200],
    [`note=Lunch&until=${encodeURIComponent(soon)}`, {}, 200],
    // Habits of other APIs: lost without a word, they would be mistakes that nobody notices.
    ['ttl=60', {}, 400],
    ['Note=x', {}, 400],
    ['expectedVersion=1', {}, 400],
    ['note=a&note=b', {}, 400],
    [`until=${soon}&until=${soon}`, {}, 400],
    ['until=tomorrow', {}, 400],
    ['until=', {}, 400],
    ['until=2020-01-01T00:00:00Z', {}, 400],
    // RFC 9110, section 8.4.1: codings are case-insensitive.
    ['', { headers: { 'content-encoding': 'Identity' } }, 200],
    ['', { headers: { 'content-encoding': 'IDENTITY' } }, 200],
    ['', { headers: { 'content-encoding': '' } }, 200],
    ['', { headers: { 'content-encoding': 'GZIP' } }, 415],
    ['', { headers: { 'content-encoding': 'identity, br' } }, 415],
    // RFC 9110, section 13.1.2.
    ['', { headers: { 'if-none-match': '"other"' } }, 200],
    ['', { headers: { 'if-match': '*' } }, 200],
  ])('?%s with %j is %i', async (query, options, status) => {
    expect((await put(query, options)).statusCode).toBe(status);
  });

  test('?until= brings back the string from before at that time', async () => {
    await here.service.save('before');
    const { body = '' } = await put(`until=${soon}`);
    expect(JSON.parse(body)).toMatchObject({ value: 'mine', until: soon });
  });
});

// RFC 9110, section 12.5.3: a refused coding is answered with those that are understood.
test.each(['PUT /', 'POST /graphql'])('%s with a compressed body names the codings that it takes', async (route) => {
  const body = '{"query":"{ savedString }"}';
  const headers = { ...createPutEvent(body).headers, 'content-encoding': 'gzip' };
  const json = { ...headers, 'content-type': 'application/json' };
  const event = createEvent(route, { headers: route === 'PUT /' ? headers : json, body });
  expect(await here.service.invoke(event)).toMatchObject({
    statusCode: 415,
    headers: { 'accept-encoding': 'identity' },
  });
});

// The tools of a page add headers, which its browser asks about; reading needs none of them.
test.each(['apollographql-client-name', 'x-apollo-operation-name', 'x-requested-with', 'traceparent', 'x-anything'])(
  'a query with the header %s is answered',
  async (name) => {
    expect(await post({ query: '{ savedString }' }, { [name]: 'x', origin: 'https://example.com' })).toMatchObject({
      status: 200,
      headers: { 'access-control-allow-origin': '*' },
    });
  },
);

// RFC 6750, section 2.1, and RFC 9110, section 11.1: the scheme is case-insensitive.
test.each(['Bearer', 'bearer', 'BEARER', 'Bearer  '])('a token after "%s" is taken', async (scheme) => {
  const event = createPutEvent('mine', { authorization: `${scheme} ${TEST_TOKEN}` });
  expect((await here.service.invoke(event)).statusCode).toBe(200);
});
