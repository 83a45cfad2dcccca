import { once } from 'node:events';
import { Agent, type IncomingMessage, request as send } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { type Exchange, type HttpServer, startHttpServer } from '../../cli/serve/http-server.ts';
import type { HttpResponse } from '../../src/http/handler.ts';
import { readStage } from '../../stack/read-stage.ts';
import { request } from '../support/request.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';
import { createEvent } from '../support/service/event.ts';
import { serviceForFile } from '../support/service/service-for-file.ts';

const here = serviceForFile();
const { routes, cors, throttles } = readStage('dev');

/** Longer than a test may take. */
const NEVER = 3_600_000;

type Settings = Partial<Parameters<typeof startHttpServer>[0]>;

const running: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

/** Serves the product on a free port, or another handler. */
const serve = async (settings: Settings = {}): Promise<HttpServer> => {
  const handler = (event: unknown) => here.service.invoke(event);
  const server = await startHttpServer({ handler, stage: { routes, cors }, ...settings }, 0, '127.0.0.1');
  running.push(server);
  return server;
};

const answerOk = async (): Promise<HttpResponse> => ({ statusCode: 200, body: 'ok' });

/** Sends text over a connection of its own and reads until the server closes it. */
const exchange = async (port: number, sent: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.write(sent);
  return text(socket);
};

describe('an answer is the one that API Gateway would send', () => {
  const json = { 'content-type': 'application/json' };
  const query = JSON.stringify({ query: '{ savedString latestRevision { version } }' });
  const get = `query=${encodeURIComponent('{ savedString }')}`;
  const mutation = `query=${encodeURIComponent('mutation { setSavedString(value: "x") { version } }')}`;

  test.each([
    ['the page', 'GET /', {}],
    ['the string as text', 'GET /', { headers: { accept: 'text/plain' } }],
    ['the revision as JSON', 'GET /', { headers: { accept: 'application/json' } }],
    ['a type that there is not', 'GET /', { headers: { accept: 'image/png' } }],
    ['a representation that the client has', 'GET /', { headers: { 'if-none-match': '*' } }],
    ['headers in mixed case', 'GET /', { headers: { Accept: 'text/plain' } }],
    ['HEAD', 'HEAD /', {}],
    ['HEAD of JSON', 'HEAD /', { headers: { accept: 'application/json' } }],
    ['a PUT without a token', 'PUT /', { body: 'x' }],
    ['the health', 'GET /health', {}],
    ['the playground', 'GET /graphql', { headers: { accept: 'text/html' } }],
    ['a query', 'POST /graphql', { headers: json, body: query }],
    ['a query that is wrong', 'POST /graphql', { headers: json, body: '{"query":"{ nothing }"}' }],
    ['a body that is no JSON', 'POST /graphql', { headers: json, body: '{' }],
    ['a body without a type', 'POST /graphql', { body: query }],
    ['a form', 'POST /graphql', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' }],
    ['no body', 'POST /graphql', { headers: json }],
    ['a body over the limit', 'POST /graphql', { headers: json, body: JSON.stringify({ a: 'x'.repeat(2 ** 18) }) }],
    ['a query by GET', 'GET /graphql', { query: get, headers: { 'apollo-require-preflight': 'true' } }],
    ['a query that a link could send', 'GET /graphql', { query: get }],
    ['a mutation by GET', 'GET /graphql', { query: mutation, headers: { 'apollo-require-preflight': 'true' } }],
    ['headers that are too long', 'GET /', { headers: { accept: 'a/b,'.repeat(2_600) } }],
  ] as [string, string, { headers?: Record<string, string>; body?: string; query?: string }][])(
    'to %s',
    async (_name, routeKey, { headers = {}, body, query = '' }) => {
      const { port } = await serve();
      const event = createEvent(routeKey, { headers, query, ...(body !== undefined && { body }) });
      const expected = await here.service.invoke(event);

      const [method, path] = routeKey.split(' ');
      const answer = await request(port, {
        ...(method && { method }),
        path: query ? `${path}?${query}` : `${path}`,
        headers,
        ...(body !== undefined && { body }),
      });
      const { date, connection, 'content-length': length, ...sent } = answer.headers;
      expect({ status: answer.status, headers: sent, body: answer.body.toString() }).toEqual({
        status: expected.statusCode,
        headers: expected.headers,
        body: expected.body ?? '',
      });
      // RFC 9110, section 8.6: none for 304, and for HEAD that of GET or none.
      const hasLength = method !== 'HEAD' && answer.status !== 304;
      expect(length).toBe(hasLength ? String(answer.body.length) : undefined);
    },
  );

  test('to a file of the playground, compressed', async () => {
    const { port } = await serve();
    const page = await request(port, { path: '/graphql', headers: { accept: 'text/html' } });
    const [path = '', file = ''] = /\/playground\/(main-[^"]+\.js)/.exec(page.body.toString()) ?? [];
    const headers = { 'accept-encoding': 'br' };
    const expected = await here.service.invoke(
      createEvent('GET /playground/{file}', { headers, pathParameters: { file } }),
    );
    const answer = await request(port, { path, headers });
    expect(answer.headers).toMatchObject({ ...expected.headers, 'content-encoding': 'br' });
    expect(answer.body.equals(Buffer.from(expected.body ?? '', 'base64'))).toBe(true);
    expect((await request(port, { path: path.replace('main', '%6dain'), headers })).status).toBe(200);
  });

  test.each([
    ['GET', '/nowhere'],
    ['HEAD', '/nowhere'],
    ['GET', '/health/'],
    ['GET', '/playground/'],
    ['GET', '/playground/a/b'],
    ['PUT', '/graphql'],
    ['DELETE', '/graphql'],
  ])('to %s %s, which is no route', async (method, path) => {
    const { port } = await serve();
    const { status, headers, body } = await request(port, { method, path, headers: { origin: 'https://a.example' } });
    expect([status, body.toString()]).toEqual([404, method === 'HEAD' ? '' : '{"message":"Not Found"}']);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'access-control-allow-origin': '*' });
  });

  test('to a page of another site: any may read, as serverless.yml says', async () => {
    const { port } = await serve();
    const origin = 'https://a.example';
    expect((await request(port)).headers).not.toHaveProperty('access-control-allow-origin');
    expect((await request(port, { headers: { origin } })).headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'etag,retry-after',
    });

    const asked = { origin, 'access-control-request-method': 'POST' };
    const { status, headers, body } = await request(port, { method: 'OPTIONS', path: '/graphql', headers: asked });
    expect([status, body.length]).toEqual([204, 0]);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET,HEAD,POST,PUT',
      'access-control-allow-headers': '*,authorization',
      'access-control-max-age': '86400',
    });
  });
});

test.each([undefined, 'text/plain', 'application/x-www-form-urlencoded'])(
  'the bytes of a PUT are what the next read shows, or are refused: type %s',
  async (type) => {
    const { port } = await serve();
    const headers = { authorization: `Bearer ${TEST_TOKEN}`, ...(type !== undefined && { 'content-type': type }) };
    const put = (body: Buffer) => request(port, { method: 'PUT', headers, body });
    const sent = Buffer.from('\ufeffone\r\ntwo\n');
    expect((await put(sent)).status).toBe(200);
    expect((await put(Buffer.from([0x61, 0xf0, 0x9f, 0x98]))).status).toBe(400);
    expect((await request(port, { headers: { accept: 'text/plain' } })).body.equals(sent)).toBe(true);
  },
);

test('an event has what API Gateway puts in, and the time of arrival', async () => {
  const seen: [APIGatewayProxyEventV2, Context][] = [];
  const before = Date.now();
  const handler = async (event: unknown, context: Context) => {
    seen.push([event as APIGatewayProxyEventV2, context]);
    return answerOk();
  };
  const { port } = await serve({ handler });
  const headers = { 'X-Two': ['one', 'two'], Cookie: 'a=1; b=2', Host: 'string.example', 'User-Agent': 'test' };
  await request(port, { method: 'GET', path: '/playground/a%20b?x=1%202&y', headers });
  const [[event, context] = []] = seen;

  const { requestContext, ...others } = createEvent('GET /playground/{file}');
  expect(event).toEqual({
    ...others,
    rawPath: '/playground/a%20b',
    rawQueryString: 'x=1%202&y',
    queryStringParameters: { x: '1 2', y: '' },
    pathParameters: { file: 'a b' },
    cookies: ['a=1', 'b=2'],
    headers: { 'x-two': 'one,two', host: 'string.example', 'user-agent': 'test', connection: 'close' },
    requestContext: expect.objectContaining({
      ...requestContext,
      accountId: 'anonymous',
      apiId: 'serve',
      domainName: 'string.example',
      domainPrefix: 'string',
      http: { ...requestContext.http, path: '/playground/a%20b', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    }),
  });
  expect(event?.requestContext.timeEpoch).toBeGreaterThanOrEqual(before);
  expect(event?.requestContext.timeEpoch).toBeLessThanOrEqual(Date.now());
  expect(context?.awsRequestId).toMatch(/^[\da-f-]{36}$/);
});

test.each([
  ['application/json', 'é', false],
  ['Application/JSON; charset=utf-8', 'é', false],
  ['text/markdown', 'é', false],
  ['application/xml', 'é', false],
  ['application/x-www-form-urlencoded', 'é', true],
  ['application/graphql-response+json', 'é', true],
  ['application/jsonp', 'é', true],
  ['application/json', Buffer.from([0xff]), true],
  [undefined, 'é', true],
])('a body of %s arrives as %j was sent, base64: %s', async (type, body, isBase64Encoded) => {
  const seen: APIGatewayProxyEventV2[] = [];
  const handler = async (event: unknown) => {
    seen.push(event as APIGatewayProxyEventV2);
    return answerOk();
  };
  const { port } = await serve({ handler });
  await request(port, { method: 'POST', path: '/graphql', body, ...(type && { headers: { 'content-type': type } }) });
  expect(seen[0]?.isBase64Encoded).toBe(isBase64Encoded);
  expect(Buffer.from(seen[0]?.body ?? '', isBase64Encoded ? 'base64' : 'utf8')).toEqual(Buffer.from(body));
});

describe('a request is refused', () => {
  test('that has more headers than the server reads', async () => {
    const { port } = await serve();
    const answer = await exchange(port, `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(17_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 431 .*\r\n\r\n\{"message":"Request Header Fields Too Large"\}$/s);
  });

  test('that is no HTTP', async () => {
    const { port } = await serve();
    expect(await exchange(port, 'hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400 .*\r\n\r\n\{"message":"Bad Request"\}$/s);
  });

  test.each([
    ['by its length', { 'content-length': String(11 * 2 ** 20) }],
    ['while it comes', { 'transfer-encoding': 'chunked' }],
  ])('that has a body over 10 MB, %s; the connection stays', async (_name, headers) => {
    const { port } = await serve();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const post = { method: 'POST', path: '/graphql', headers, agent };
    const large = await request(port, { ...post, body: Buffer.alloc(11 * 2 ** 20) });
    expect([large.status, large.body.toString()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
    expect((await request(port, { path: '/health', agent })).status).toBe(200);
    agent.destroy();
  });

  test('once a route has had its share, and other routes go on', async () => {
    const once = { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 1 };
    const settings = { DefaultRouteSettings: once, RouteSettings: { 'GET /': { ...once, ThrottlingBurstLimit: 2 } } };
    const { port } = await serve({ stage: { routes, cors, throttles: settings } });
    const statuses = [];
    for (const path of ['/', '/', '/', '/health', '/graphql']) statuses.push((await request(port, { path })).status);
    expect(statuses).toEqual([200, 200, 429, 200, 429]);
    expect((await request(port)).body.toString()).toBe('{"message":"Too Many Requests"}');
  });

  test('that has a body over 10 MB, before it has come to its end', async () => {
    const { port } = await serve();
    const outgoing = send({ port, host: '127.0.0.1', method: 'POST', path: '/graphql' });
    outgoing.write(Buffer.alloc(11 * 2 ** 20));
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(413);
    outgoing.destroy();
  });

  test.each([
    ['its headers', 'GET / HTTP/1.1\r\nhost:', { headersMs: 50, requestMs: NEVER }],
    ['its body', 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n{', { headersMs: 50, requestMs: 100 }],
    ['anything', '', { headersMs: 50, requestMs: NEVER }],
  ])('that takes too long to send %s', async (_name, sent, limits) => {
    const { port } = await serve({ limits: { ...limits, checkMs: 20 } });
    expect(await exchange(port, sent)).toMatch(/^HTTP\/1.1 408 .*\{"message":"Request Timeout"\}$/s);
  });
});

/** Asks for an answer that no buffer between the two takes whole, and reads only its beginning. */
const readBeginning = async (port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1').pause();
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  await once(socket, 'readable');
  return socket;
};
const large = { body: 'x'.repeat(64 * 2 ** 20) };

test('a client that does not read is cut off', async () => {
  const server = await serve({ handler: async () => large, limits: { silenceMs: 100, stopMs: NEVER } });
  const socket = await readBeginning(server.port);
  const cutOff = new Promise((resolve) => socket.once('error', () => {}).once('close', resolve));
  await server.stop(); // it would wait for the answer to be read
  socket.resume();
  await cutOff;
  expect(socket.bytesRead).toBeLessThan(large.body.length);
});

test('an answer that is no HTTP becomes 500, and tells nothing', async () => {
  const { port } = await serve({ handler: async () => ({ headers: { 'x-a': 'a\nb' } }) });
  const { status, body } = await request(port);
  expect([status, body.toString()]).toEqual([500, '{"message":"Internal Server Error"}']);
});

test('a connection is kept for the next request', async () => {
  const { port } = await serve();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ports = new Set<unknown>();
  agent.on('free', ({ localPort }) => ports.add(localPort));
  for (let count = 0; count < 3; count++) expect((await request(port, { agent })).status).toBe(200);
  agent.destroy();
  expect(ports.size).toBe(1);
});

describe('a server that stops', () => {
  /** A handler that answers on command. */
  const slowly = () => {
    const started = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const handler = async () => {
      started.resolve();
      await finish.promise;
      return answerOk();
    };
    return { handler, started: started.promise, finish: finish.resolve };
  };

  test('finishes what runs, takes nothing new, and closes what is idle', async () => {
    const { handler, started, finish } = slowly();
    const server = await serve({ handler, limits: { stopMs: NEVER, headersMs: NEVER, requestMs: NEVER } });
    const agent = new Agent({ keepAlive: true });
    const underWay = request(server.port, { agent });
    const idle = connect(server.port, '127.0.0.1');
    await Promise.all([started, once(idle, 'connect')]);

    const stopped = server.stop();
    await expect(request(server.port)).rejects.toThrow(/ECONNREFUSED/);
    finish();
    const { status, headers } = await underWay;
    expect([status, headers.connection]).toEqual([200, 'close']);
    await Promise.all([stopped, text(idle)]);
    agent.destroy();
  });

  test('lets a client read its answer to the end', async () => {
    const server = await serve({ handler: async () => large });
    const socket = await readBeginning(server.port);
    const stopped = server.stop();
    expect((await text(socket)).length).toBeGreaterThan(large.body.length);
    await stopped;
  });

  test('cuts off what does not end', async () => {
    const { handler, started } = slowly();
    const server = await serve({ handler, limits: { stopMs: 50 } });
    const cutOff = expect(request(server.port)).rejects.toThrow(/socket hang up|ECONNRESET/);
    await started;
    await server.stop();
    await cutOff;
  });
});

test('who watches hears of each answer, and whether the function gave it', async () => {
  const seen: Exchange[] = [];
  const { port } = await serve({ observe: (one) => seen.push(one) });
  await request(port, { path: '/health' });
  await request(port, { path: '/nowhere' });
  expect(seen.map(({ incoming, status, isHandled }) => [incoming.url, status, isHandled])).toEqual([
    ['/health', 200, true],
    ['/nowhere', 404, false],
  ]);
});

test('the limits of a stage are those of its parameters', () => {
  expect(readStage('prod').throttles.RouteSettings['GET /']).toEqual({
    ThrottlingRateLimit: 2500,
    ThrottlingBurstLimit: 1000,
  });
  expect(throttles.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 100 });
  expect(readStage('feature-1').environment).toMatchObject({
    STAGE: 'feature-1',
    TABLE_NAME: 'saved-string-feature-1',
    INITIAL_STRING: 'dynamic string',
    PAGE_LANG: 'en',
    DOMAIN: '',
  });
  expect(readStage('dev').table.TableName).toBe('saved-string-dev');
});
