import { once } from 'node:events';
import { connect as dial } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import type { WebSocket } from 'ws';
import { type HttpServer, startHttpServer } from '../../cli/serve/http-server.ts';
import { readStage } from '../../stack/read-stage.ts';
import { harness } from '../support/harness.ts';
import { request } from '../support/request.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';
import { connectTo, type Frame, subscribeWith } from '../support/service/subscriber.ts';

const here = harness(['service']);
const { routes, cors } = readStage('dev');

/** Longer than a test may take. */
const NEVER = 3_600_000;

const serve = async (limits: Parameters<typeof startHttpServer>[0]['limits'] = {}): Promise<HttpServer> => {
  const { invoke: handler, news: readNews } = here.service;
  return here.keep(await startHttpServer({ handler, readNews, stage: { routes, cors }, limits }, 0, '127.0.0.1'));
};

const connect = async ({ port }: HttpServer) => {
  const client = await connectTo(`http://127.0.0.1:${port}`);
  here.atEnd(() => client.socket.terminate());
  return client;
};

const subscribe = async (server: HttpServer) => subscribeWith(await connect(server));

const versionOf = ({ type, id, event }: Frame) => [type, id, JSON.parse(String(event)).version];

test('everybody hears of a change, wherever it was saved, and of each once', async () => {
  const [one, other] = await Promise.all([serve(), serve()]);
  const clients = await Promise.all([subscribe(one), subscribe(one), subscribe(other)]);
  // The string that it finds at first may have changed between a page's answer and its subscription.
  for (const { next } of clients) expect(versionOf(await next())).toEqual(['data', 'mine', 0]);
  const put = { method: 'PUT', headers: { authorization: `Bearer ${TEST_TOKEN}` }, body: '<b>\n' };
  const { headers } = await request(one.port, put);
  expect(headers.etag).toBeDefined();
  for (const { next } of clients) {
    const news = await next();
    expect(versionOf(news)).toEqual(['data', 'mine', 1]);
    const asJson = await request(one.port, { headers: { accept: 'application/json' } });
    const expected = { ...JSON.parse(String(asJson.body)), etag: asJson.headers.etag };
    expect(JSON.parse(String(news.event))).toEqual(expected);
  }
  await here.service.save('saved on another host');
  for (const { next } of clients) expect(versionOf(await next())).toEqual(['data', 'mine', 2]);
});

test('a save that this server has answered is heard at once', async () => {
  const server = await serve({ readMs: NEVER });
  const { next } = await subscribe(server);
  await request(server.port, { method: 'PUT', headers: { authorization: `Bearer ${TEST_TOKEN}` }, body: 'x' });
  expect(versionOf(await next())).toEqual(['data', 'mine', 1]);
});

test('who subscribes hears on, also after the string could not be read', async () => {
  let fails = 1;
  const { news } = here.service;
  here.service = { ...here.service, news: async () => (fails-- > 0 ? Promise.reject(new Error('gone')) : news()) };
  const { next } = await subscribe(await serve());
  expect(versionOf(await next())).toEqual(['data', 'mine', 0]);
});

test.each<[Frame | string, string, string]>([
  [{ type: 'publish', id: '1', channel: '/string/changes', events: ['"x"'] }, 'publish_error', 'UnauthorizedException'],
  [{ type: 'subscribe', id: '1', channel: '/string/*' }, 'subscribe_error', 'BadRequestException'],
  [{ type: 'subscribe', channel: '/string/changes' }, 'subscribe_error', 'BadRequestException'],
  [{ type: 'subscribe', id: 'x'.repeat(65), channel: '/string/changes' }, 'subscribe_error', 'BadRequestException'],
  [{ type: 'unsubscribe', id: '1' }, 'unsubscribe_error', 'UnknownOperationError'],
  [{ type: 'start', id: '1' }, 'error', 'BadRequestException'],
  ['{', 'error', 'BadRequestException'],
  ['null', 'error', 'BadRequestException'],
])('%j is answered with %s: %s', async (frame, type, errorType) => {
  const { ask } = await connect(await serve());
  expect(await ask(frame)).toMatchObject({ type, errors: [{ errorType }] });
});

test('everybody hears that the connection is alive', async () => {
  const { next } = await connect(await serve({ aliveMs: 10 }));
  expect(await next()).toEqual({ type: 'ka' });
});

test('one subscription is enough, and it can be given back', async () => {
  const { ask, next } = await subscribe(await serve());
  await next();
  const frame = { type: 'subscribe', id: '2', channel: '/string/changes' };
  expect(await ask(frame)).toMatchObject({ type: 'subscribe_error' });
  expect(await ask({ type: 'unsubscribe', id: 'mine' })).toEqual({ type: 'unsubscribe_success', id: 'mine' });
  expect(await ask(frame)).toEqual({ type: 'subscribe_success', id: '2' });
});

test('a client has so many sockets, and they are no connections for requests', async () => {
  const server = await serve({ connectionsOfClient: 1, socketsOfClient: 2 });
  const first = await connect(server);
  await connect(server);
  await expect(connect(server)).rejects.toThrow('503');
  expect((await request(server.port)).status).toBe(200);
  first.socket.close();
  await once(first.socket, 'close');
  await connect(server);
});

test.each<[string, (socket: WebSocket) => void, { subscribeMs?: number }?]>([
  ['sends too much', (socket) => socket.send('x'.repeat(5_000))],
  ['sends too often', (socket) => Array.from({ length: 60 }, () => socket.send('{}'))],
  [
    'sends a message in too many pieces',
    (socket) => '{"ab"'.split('').map((piece) => socket.send(piece, { fin: false })),
  ],
  ['subscribes to nothing', () => {}, { subscribeMs: 20 }],
])('a client that %s is cut off', async (_name, offend, limits = {}) => {
  const { socket } = await connect(await serve(limits));
  offend(socket);
  await once(socket, 'close');
});

test('other upgrades, and other paths, are requests like any other', async () => {
  const server = await serve();
  const headers = { connection: 'upgrade, http2-settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
  expect((await request(server.port, { path: '/health', headers })).status).toBe(200);
  const webSocket = { connection: 'upgrade', upgrade: 'websocket' };
  expect((await request(server.port, { path: '/health', headers: webSocket })).status).toBe(200);
  expect((await request(server.port, { path: '/event/realtime' })).status).toBe(404);
});

test('an upgrade that does not wait for the answer before ends the connection', async () => {
  const { port } = await serve();
  const socket = dial(port, '127.0.0.1').on('error', () => {});
  const upgrade = 'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n';
  socket.write('GET /health HTTP/1.1\r\nhost: a\r\n\r\nGET /event/realtime HTTP/1.1\r\nhost: a\r\n');
  socket.write(`${upgrade}sec-websocket-key: ${Buffer.alloc(16).toString('base64')}\r\n\r\n`);
  expect(await text(socket).catch(() => '')).not.toContain('HTTP/1.1 101');
});

test('a server that stops ends them', async () => {
  const server = await serve();
  const { socket } = await subscribe(server);
  const closed = once(socket, 'close');
  await server.stop();
  await closed;
});
