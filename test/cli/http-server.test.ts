import { once } from 'node:events';
import { Agent, request as send } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { Command } from 'commander';
import { CommandError } from '../../cli/errors.ts';
import { createFindClient, parseProxies } from '../../cli/serve/client-address.ts';
import { type Exchange, type HttpServer, startHttpServer } from '../../cli/serve/http-server.ts';
import { addPlace, listen, type Place } from '../../cli/serve/listen.ts';
import { createThrottle } from '../../cli/serve/throttle.ts';
import type { HttpResponse } from '../../src/http/handler.ts';
import { readStage } from '../../stack/read-stage.ts';
import { harness } from '../support/harness.ts';
import { request } from '../support/request.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';
import { createEvent } from '../support/service/event.ts';

const here = harness(['service'], { lasts: 'file' });
const { routes, cors, throttles } = readStage('dev');

/** Longer than a test may take. */
const NEVER = 3_600_000;

type Settings = Partial<Parameters<typeof startHttpServer>[0]>;

/** Serves the product on a free port, or another handler. */
const serve = async (settings: Settings = {}): Promise<HttpServer> => {
  const handler = (event: unknown) => here.service.invoke(event);
  return here.keep(await startHttpServer({ handler, stage: { routes, cors }, ...settings }, 0, '127.0.0.1'));
};

/** Sends text over a connection of its own, reads what comes first, and closes it. */
const beginningOf = async (port: number, sent: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.write(sent);
  const [first] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return first.toString();
};

const ANY = { routes: ['ANY /'], cors };

const answerOk = async (): Promise<HttpResponse> => ({ statusCode: 200, body: 'ok' });

/** Serves a handler that keeps what it sees. */
const serveSeen = async (settings: Settings = {}) => {
  const seen: [APIGatewayProxyEventV2, Context][] = [];
  const handler = async (event: unknown, context: Context) => {
    seen.push([event as APIGatewayProxyEventV2, context]);
    return answerOk();
  };
  return { ...(await serve({ ...settings, handler })), seen };
};

/** Sends text over a connection of its own and reads until the server closes it. */
const exchange = async (port: number, sent: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.write(sent);
  return text(socket);
};

const ANY_SITE_MAY_READ = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'etag,retry-after',
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
      const { 'content-length': lengthOfGet, ...expectedHeaders } = expected.headers ?? {};
      expect({ status: answer.status, headers: sent, body: answer.body.toString() }).toEqual({
        status: expected.statusCode,
        headers: { ...expectedHeaders, ...ANY_SITE_MAY_READ },
        body: expected.body ?? '',
      });
      // RFC 9110, section 8.6: none for 304, and for HEAD that of GET.
      const ownLength = answer.status === 304 ? undefined : answer.body.length;
      expect(length).toBe((lengthOfGet ?? ownLength)?.toString());
    },
  );

  test('to a file of the playground, compressed', async () => {
    const { port } = await serve();
    const page = await request(port, { path: '/graphql', headers: { accept: 'text/html' } });
    const [path = '', file = ''] = /\/?playground\/(main-[^"]+\.js)/.exec(page.body.toString()) ?? [];
    const headers = { 'accept-encoding': 'br' };
    const expected = await here.service.invoke(
      createEvent('GET /playground/{file}', { headers, pathParameters: { file } }),
    );
    const answer = await request(port, { path: path.replace(/^(?!\/)/, '/'), headers });
    expect(answer.headers).toMatchObject({ ...expected.headers, 'content-encoding': 'br' });
    expect(answer.body.equals(Buffer.from(expected.body ?? '', 'base64'))).toBe(true);
    expect((await request(port, { path: `/${path.replace('main', '%6dain')}`, headers })).status).toBe(200);
  });

  test('to a page of another site: any may read, as serverless.yml says', async () => {
    const { port } = await serve();
    const origin = 'https://a.example';
    // Without an Origin, too: a cache may have the answer for a page that needs it.
    for (const path of ['/', '/nowhere'])
      for (const headers of [{}, { origin }])
        expect((await request(port, { path, headers })).headers).toMatchObject(ANY_SITE_MAY_READ);

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
  const before = Date.now();
  const { port, seen } = await serveSeen();
  const headers = { 'X-Two': ['one', 'two'], Cookie: 'a=1; b=2', Host: 'string.example', 'User-Agent': 'test' };
  await request(port, { method: 'GET', path: '/playground/a%20b?x=1%202&y', headers });
  const [[event, context] = []] = seen;

  const { requestContext, ...others } = createEvent('ANY /playground/{file}');
  expect(event).toEqual({
    ...others,
    rawPath: '/playground/a%20b',
    rawQueryString: 'x=1%202&y',
    queryStringParameters: { x: '1 2', y: '' },
    pathParameters: { file: 'a b' },
    cookies: ['a=1', 'b=2'],
    headers: {
      'x-two': 'one,two',
      host: 'string.example',
      'user-agent': 'test',
      connection: 'close',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    },
    requestContext: expect.objectContaining({
      ...requestContext,
      accountId: 'anonymous',
      apiId: 'serve',
      domainName: 'string.example',
      domainPrefix: 'string',
      http: {
        ...requestContext.http,
        method: 'GET',
        path: '/playground/a%20b',
        sourceIp: '127.0.0.1',
        userAgent: 'test',
      },
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
  const { port, seen } = await serveSeen();
  await request(port, { method: 'POST', path: '/graphql', body, ...(type && { headers: { 'content-type': type } }) });
  const [[event] = []] = seen;
  expect(event?.isBase64Encoded).toBe(isBase64Encoded);
  expect(Buffer.from(event?.body ?? '', isBase64Encoded ? 'base64' : 'utf8')).toEqual(Buffer.from(body));
});

describe('the target of a request', () => {
  const paths: string[] = [];
  const handler = async (event: unknown): Promise<HttpResponse> => {
    const { routeKey, rawPath, rawQueryString, pathParameters = {}, requestContext } = event as APIGatewayProxyEventV2;
    paths.push(`${requestContext.domainName} ${rawPath}?${rawQueryString}`);
    return { body: JSON.stringify([routeKey, pathParameters]) };
  };

  test.each([
    // RFC 9112, section 3.2.1: origin form.
    ['GET /health HTTP/1.1', 200, ['ANY /health', {}], 'h /health?'],
    ['GET /health?a=1?b=%20 HTTP/1.1', 200, ['ANY /health', {}], 'h /health?a=1?b=%20'],
    ['GET ?a HTTP/1.1', 400],
    ['GET health HTTP/1.1', 400],
    ['GET //health HTTP/1.1', 404],
    ['GET /health/ HTTP/1.1', 404],
    ['GET /nowhere HTTP/1.1', 404],
    ['HEAD /nowhere HTTP/1.1', 404],
    ['GET /health#a HTTP/1.1', 400],
    // 3.2.2: absolute form. Its host goes before the header.
    ['GET http://other:81/health?a HTTP/1.1', 200, ['ANY /health', {}], 'other:81 /health?a'],
    ['GET HTTPS://[::1]/health HTTP/1.1', 200, ['ANY /health', {}], '[::1] /health?'],
    ['GET http://other HTTP/1.1', 200, ['GET /', {}], 'other /?'],
    ['GET http://other?a HTTP/1.1', 200, ['GET /', {}], 'other /?a'],
    ['GET http:///health HTTP/1.1', 400],
    ['GET http://user@other/health HTTP/1.1', 400],
    ['GET ftp://other/health HTTP/1.1', 400],
    // 3.2.3: authority form.
    ['CONNECT other:443 HTTP/1.1', 405],
    // 3.2.4: asterisk form.
    ['OPTIONS * HTTP/1.1', 204],
    ['OPTIONS http://other HTTP/1.1', 204],
    ['GET * HTTP/1.1', 400],
    // RFC 3986, section 2.4: a path is decoded once, after it is split.
    ['GET /%68ealth HTTP/1.1', 200, ['ANY /health', {}], 'h /%68ealth?'],
    ['GET /files/a%20b HTTP/1.1', 200, ['ANY /files/{file}', { file: 'a b' }], 'h /files/a%20b?'],
    ['GET /files/a%2Fb HTTP/1.1', 200, ['ANY /files/{file}', { file: 'a/b' }], 'h /files/a%2Fb?'],
    ['GET /files/%252e HTTP/1.1', 200, ['ANY /files/{file}', { file: '%2e' }], 'h /files/%252e?'],
    ['GET /files%2Fa HTTP/1.1', 404],
    ['GET /files/ HTTP/1.1', 404],
    ['GET /files/a/b HTTP/1.1', 404],
    ['GET /files/%zz HTTP/1.1', 400],
    ['GET /files/%ff HTTP/1.1', 400],
    // A method of its own goes before ANY.
    ['PUT / HTTP/1.1', 200, ['ANY /', {}], 'h /?'],
    // RFC 9112, section 3.2: the host.
    ['GET /health HTTP/1.1\r\nhost: other', 400],
    // Section 6.1: another transfer coding.
    ['PUT / HTTP/1.1\r\ntransfer-encoding: gzip, chunked', 501],
    ['GET /health HTTP/1.0', 200, ['ANY /health', {}], 'h /health?'],
  ])('%j is answered %i', async (line, status, ...[body, path]: unknown[]) => {
    const routes = ['ANY /', 'GET /', 'ANY /health', 'ANY /files/{file}'];
    const { port } = await serve({ handler, stage: { routes, cors } });
    const answer = await exchange(port, `${line}\r\nhost: h\r\nconnection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    if (body !== undefined) expect(answer.endsWith(`\r\n\r\n${JSON.stringify(body)}`)).toBe(true);
    if (path !== undefined) expect(paths.at(-1)).toBe(path);
  });

  test.each(['a b', 'a/b', 'a@b', '[::1', 'a:b'])('is refused with the host %j', async (host) => {
    const { port } = await serve({ handler });
    expect(
      await exchange(
        port,
        `GET / HTTP/1.1\r\nhost: ${host}\r\n\r\n`.replace('1.1\r\n', '1.1\r\nconnection: close\r\n'),
      ),
    ).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('who asks', () => {
  const findClient = (proxies: string, remoteAddress: string, forwarded?: string) =>
    createFindClient(parseProxies(proxies))({
      socket: { remoteAddress } as Socket,
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    });

  test.each([
    // Nobody is trusted.
    ['0', '192.0.2.1', '198.51.100.1', '192.0.2.1'],
    ['10.0.0.0/8', '192.0.2.1', '198.51.100.1', '192.0.2.1'],
    // One proxy: what it wrote is last, and the rest is the client's word.
    ['1', '10.0.0.1', '203.0.113.9, 198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '10.0.0.1', '203.0.113.9,198.51.100.1', '198.51.100.1'],
    ['10.0.0.0/8,::1', '::ffff:10.1.2.3', '198.51.100.1:4711', '198.51.100.1'],
    ['::1', '::1', '[2001:db8::7]:80', '2001:db8:0:0'],
    // It asks for localhost, and takes either address.
    ['127.0.0.1', '::1', '198.51.100.1', '198.51.100.1'],
    ['::1', '::ffff:127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '::1', '198.51.100.1', '0:0:0:0'],
    // Two, one after the other.
    ['2', '10.0.0.1', '203.0.113.9, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['10.0.0.0/8', '10.0.0.1', '203.0.113.9, 198.51.100.1, 10.0.0.2', '198.51.100.1'],
    // A proxy that names nobody.
    ['1', '10.0.0.1', undefined, '10.0.0.1'],
    ['1', '10.0.0.1', 'unknown', '10.0.0.1'],
    ['1', '10.0.0.1', '198.51.100.1, <script>', '10.0.0.1'],
    // A customer has all addresses that begin with the same 64 bits.
    ['0', '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2'],
    ['0', '2001:db8::5:6', undefined, '2001:db8:0:0'],
    ['0', '2001:0DB8:0001:0002::', undefined, '2001:db8:1:2'],
    ['0', '::1', undefined, '0:0:0:0'],
    ['0', 'fe80::1%eth0', undefined, 'fe80:0:0:0'],
  ])('with proxies %s, of %s forwarded for %s is %s', (proxies, remote, forwarded, key) => {
    expect(findClient(proxies, remote, forwarded).key).toBe(key);
  });

  test.each(['', 'a', '10.0.0.0/33', '10.0.0.0/', '300.0.0.1', '::1/129', '10', '-1'])('no proxies are %j', (text) => {
    expect(() => parseProxies(text)).toThrow(/--proxies takes/);
  });

  test('is told to the function, by proxies only', async () => {
    const headers = {
      host: 'inside',
      forwarded: 'for=9.9.9.9',
      'x-forwarded-for': '198.51.100.1',
      'x-forwarded-host': 'string.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-prefix': '/status',
    };
    const tell = async (isProxy: ReturnType<typeof parseProxies>) => {
      const { port, seen } = await serveSeen({ isProxy });
      await request(port, { headers });
      return seen.map(
        ([
          {
            headers: { connection: _connection, ...others },
            requestContext,
          },
        ]) => {
          return [others, requestContext.domainName, requestContext.http.sourceIp];
        },
      );
    };
    const own = { host: 'inside', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' };
    expect(await tell(() => false)).toEqual([[own, 'inside', '127.0.0.1']]);
    const proxied = [{ ...headers, host: 'string.example' }, 'string.example', '198.51.100.1'];
    expect(await tell(parseProxies('127.0.0.1'))).toEqual([proxied]);
  });

  // https://github.com/theotherp/nzbhydra2/issues/963, https://github.com/aspnet/BasicMiddleware/issues/18
  test.each([
    ['1', '198.51.100.1', 'string.example', 'https'],
    ['1', '198.51.100.1', 'evil.example, string.example', 'http,https'],
    ['2', '198.51.100.1, 10.0.0.2', 'string.example, inside.example', 'https, http'],
    ['2', '9.9.9.9, 198.51.100.1, 10.0.0.2', 'evil.example, string.example, inside.example', 'http, https, http'],
  ])('by %s proxies, each of which may add to a list: %s, %s, %s', async (proxies, client, host, proto) => {
    const handler = async (event: unknown): Promise<HttpResponse> => {
      const { headers, requestContext } = event as APIGatewayProxyEventV2;
      return { body: [requestContext.domainName, headers['x-forwarded-proto'], headers['x-forwarded-for']].join() };
    };
    const { port } = await serve({ handler, isProxy: parseProxies(proxies) });
    const forwarded = { 'x-forwarded-for': client, 'x-forwarded-host': host, 'x-forwarded-proto': proto };
    expect(String((await request(port, { headers: forwarded })).body)).toBe('string.example,https,198.51.100.1');
  });
});

describe('one client cannot lock out the others', () => {
  const bucket = (burst: number) => ({ ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: burst });
  const settings = { DefaultRouteSettings: bucket(2), RouteSettings: { 'GET /': bucket(6) } };
  const stage = { routes: ['GET /', 'ANY /', 'ANY /health', 'ANY /feed', 'ANY /embed'], cors, throttles: settings };
  const by = (client: string) => ({ headers: { 'x-forwarded-for': client } });

  test('by requests: each route has a share for each client, and one for all', async () => {
    const { port } = await serve({ handler: answerOk, stage, isProxy: parseProxies('1') });
    let method = 'GET';
    const statuses = async (client: string, ...paths: string[]) => {
      const found = [];
      for (const path of paths) found.push((await request(port, { path, method, ...by(client) })).status);
      return found;
    };
    expect(await statuses('192.0.2.1', '/', '/', '/', '/', '/')).toEqual([200, 200, 200, 429, 429]);
    // Refusals to one client do not count against the others.
    expect(await statuses('192.0.2.2', '/', '/', '/', '/')).toEqual([200, 200, 200, 429]);
    expect(await statuses('192.0.2.3', '/')).toEqual([429]);
    // Other routes, and another moment, have their own.
    expect(await statuses('192.0.2.1', '/feed', '/feed', '/embed')).toEqual([200, 429, 200]);
    expect(await statuses('192.0.2.1', '/?a%74=2026-01-01T00:00:00Z', '/')).toEqual([200, 429]);
    expect(await statuses('2001:db8::1', '/nowhere', '/%zz', '/elsewhere')).toEqual([404, 429, 429]);
    // All addresses of a customer are one client.
    expect(await statuses('2001:db8::2', '/nowhere', '/health')).toEqual([429, 200]);
    expect(await statuses('192.0.2.1', ...Array(20).fill('/health'))).toEqual(Array(20).fill(200));
    method = 'HEAD';
    expect(await statuses('192.0.2.1', '/', '/', '/?at=2026-01-01T00:00:00Z')).toEqual([200, 429, 200]);
    const { headers, body } = await request(port, by('192.0.2.1'));
    expect([headers['retry-after'], body.toString()]).toEqual(['1', '{"message":"Too Many Requests"}']);
  });

  test('by requests for other moments, which cost more: fifteen a second', () => {
    let now = 0;
    const mayPass = createThrottle(settings, () => now);
    const passing = (client: string) =>
      Array.from({ length: 40 }, (_, count) => mayPass(count % 2 ? 'GET /' : 'ANY /', client, true)).filter(Boolean)
        .length;
    expect([passing('one'), passing('two'), passing('three')]).toEqual([15, 15, 0]);
    now += 1_000;
    expect([passing('one'), passing('two'), passing('three')]).toEqual([7, 7, 1]);
  });

  const visit = (port: number, localAddress: string) =>
    new Promise<number | string>((resolve) => {
      send({ port, host: '127.0.0.1', localAddress, path: '/', agent: false }, (answer) =>
        resolve(answer.resume().statusCode ?? 0),
      )
        .once('error', ({ message }) => resolve(message))
        .end();
    });

  test.each([
    ['nothing', ''],
    ['half of its headers', 'GET / HTTP/1.1\r\n'],
    ['half of its body', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\na'],
    ['a request, and stays', 'GET / HTTP/1.1\r\nhost: a\r\n\r\n'],
  ])('by connections that send %s: the one that has waited longest goes', async (_name, sent) => {
    const limits = { connections: 20, connectionsOfClient: 10 };
    const { port } = await serve({ handler: answerOk, stage: ANY, limits });
    const closed: number[] = [];
    const open = async (number: number, localAddress: string) => {
      const socket = connect({ port, host: '127.0.0.1', localAddress });
      socket.on('error', () => {}).once('close', () => closed.push(number));
      await once(socket, 'connect');
      if (sent) socket.write(sent);
      if (sent.startsWith('GET / HTTP/1.1\r\nhost')) await once(socket, 'data');
      return socket;
    };
    const sockets: Socket[] = [];
    for (let number = 0; number < 30; number++) sockets.push(await open(number, '127.0.0.2'));
    for (let number = 30; number < 50; number++) sockets.push(await open(number, '127.0.0.3'));
    for (const address of ['127.0.0.1', '127.0.0.2', '127.0.0.4']) expect(await visit(port, address)).toBe(200);
    // Of both clients, the last ten stay, but for those that made room for a visitor.
    expect(closed.filter((number) => number < 20 || (number >= 30 && number < 40)).length).toBe(30);
    expect(closed.length).toBeLessThanOrEqual(34);
    for (const socket of sockets) socket.destroy();
  });

  test('by requests on one connection that it sends without waiting', async () => {
    let most = 0;
    let running = 0;
    const handler = async () => {
      most = Math.max(most, ++running);
      for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
      running--;
      return answerOk();
    };
    const arePaused: boolean[] = [];
    const observe = ({ incoming: { socket } }: Exchange) => void arePaused.push(socket.isPaused());
    const { port } = await serve({ handler, observe, stage: ANY });
    const get = 'GET / HTTP/1.1\r\nhost: a\r\n';
    const post = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 99999\r\nconnection: close\r\n\r\n';
    const answers = await exchange(port, `${`${get}\r\n`.repeat(4)}${post}${'x'.repeat(99_999)}`);
    expect([answers.match(/HTTP\/1.1 200/g)?.length, most]).toEqual([5, 1]);
    expect(arePaused).toEqual([true, true, true, true, false]);
    const tooMany = await exchange(port, `${get}\r\n`.repeat(6)).catch(() => '');
    expect(tooMany).not.toMatch(/HTTP\/1.1 200/);
  });

  test('by bodies: where memory is full, the one that has waited longest goes', async () => {
    const limits = { heldBytes: 8 * 220_000 };
    const { port } = await serve({ handler: answerOk, stage: ANY, limits });
    const begin = `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n${'x'.repeat(99_999)}`;
    const first = connect(port, '127.0.0.1');
    const isClosed = once(first, 'close');
    first.write(begin);
    const second = connect(port, '127.0.0.1');
    second.write(begin);
    await isClosed;
    second.write('x');
    const [answer] = await once(second, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 200 /);
    second.destroy();
    expect((await request(port, { method: 'POST', body: 'x'.repeat(220_000) })).status).toBe(503);
    expect((await request(port, { method: 'POST', body: 'x'.repeat(100_000) })).status).toBe(200);
  });

  test('by answers that it does not read', async () => {
    const handler = async () => ({ body: 'x'.repeat(16 * 2 ** 20) });
    const { port } = await serve({ handler, stage: ANY, limits: { heldBytes: (20 / 0.75) * 2 ** 20 } });
    const first = await readBeginning(port);
    const isClosed = once(
      first.on('error', () => {}),
      'close',
    );
    expect((await request(port)).body.length).toBe(16 * 2 ** 20);
    first.resume();
    await isClosed;
  });
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
    ['PUT', '/', 36 * 1024],
    ['POST', '/graphql', 257 * 1024],
  ])('that has too long a body for %s %s, at once; the connection stays', async (method, path, most) => {
    const { port } = await serve();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = (body: Buffer, headers = {}) => request(port, { method, path, agent, body, headers });
    const refused = [413, '{"message":"Request Entity Too Large"}'];
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }, { 'content-length': most * 50 }]) {
      const body = Buffer.alloc(headers['content-length'] ?? most + 1);
      const answer = await send(
        body,
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `${value}`])),
      );
      expect([answer.status, answer.body.toString()]).toEqual(refused);
    }
    // The function has it, and says why it refuses it.
    expect((await send(Buffer.alloc(most))).body.toString()).not.toBe(refused[1]);
    expect((await request(port, { path: '/health', agent })).status).toBe(200);
    agent.destroy();

    const announced = `${method} ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: ${most + 1}\r\n`;
    expect(await beginningOf(port, `${announced}\r\nx`)).toMatch(/^HTTP\/1.1 413 /);
    expect(await beginningOf(port, `${announced}expect: 100-continue\r\n\r\n`)).toMatch(/^HTTP\/1.1 413 /);
  });

  test('that waits to be asked for its body, when it is not short enough; otherwise it is asked', async () => {
    const { port } = await serve();
    const put = 'PUT / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 1\r\n\r\n';
    expect(await beginningOf(port, put)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  });

  test.each(['GET', 'HEAD', 'OPTIONS', 'DELETE'])('no %s for a body, which is not read', async (method) => {
    const { port, seen } = await serveSeen({ stage: ANY });
    const unfinished = `${method} / HTTP/1.1\r\nhost: a\r\ncontent-length: 10000000\r\n\r\n{`;
    expect(await beginningOf(port, unfinished)).toMatch(/^HTTP\/1.1 200 /);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let count = 0; count < 3; count++)
      expect((await request(port, { method, body: 'small', headers: { 'content-length': '5' }, agent })).status).toBe(
        200,
      );
    agent.destroy();
    expect(seen.map(([{ body }]) => body)).toEqual([undefined, undefined, undefined, undefined]);
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
const large = { body: 'x'.repeat(32 * 2 ** 20) };

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

  test('waits for what runs, also when its client has gone', async () => {
    const { handler, started, finish } = slowly();
    const order: string[] = [];
    const handle = () => handler().finally(() => order.push('handled'));
    const server = await serve({ handler: handle, limits: { stopMs: NEVER } });
    const gone = connect(server.port, '127.0.0.1').on('error', () => {});
    gone.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    await started;
    gone.resetAndDestroy();
    const stopped = server.stop().then(() => order.push('stopped'));
    // The server hears of it, and would stop within these.
    for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
    finish();
    await stopped;
    expect(order).toEqual(['handled', 'stopped']);
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

describe('a command', () => {
  const listenWith = async (...args: string[]) => {
    const options = { handler: answerOk, stage: { routes: ['GET /'], cors } };
    const server = await listen(options, addPlace(new Command()).parse(args, { from: 'user' }).opts<Place>());
    here.atEnd(server.stop);
    return server;
  };

  test.each([
    [[], /^http:\/\/localhost:\d+$/],
    [['--host', '::1'], /^http:\/\/\[::1\]:\d+$/],
    [['--host', '[::1]'], /^http:\/\/\[::1\]:\d+$/],
    [['--host', '0.0.0.0'], /^http:\/\/127\.0\.0\.1:\d+$/],
    [['--host', '::'], /^http:\/\/localhost:\d+$/],
  ])('with %j has an address that a browser opens', async (args, expected) => {
    const { url } = await listenWith('--port', '0', ...args);
    expect(url).toMatch(expected);
    // Browsers take either address of localhost.
    for (const name of ['127.0.0.1', '[::1]']) expect((await fetch(url.replace('localhost', name))).status).toBe(200);
  });

  test.each(['127.0.0.1', '::1'])('refuses a port that is taken on %s, and says what to do', async (address) => {
    const other = createServer();
    await once(other.listen(0, address), 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(listenWith('--port', `${port}`)).rejects.toThrow(
      new CommandError(`Port ${port} is taken. Stop what uses it, or choose another port, or any free one: --port 0`),
    );
    await once(other.close(), 'close');
  });
});

test('an observer sees each answer, and whether the function gave it', async () => {
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
