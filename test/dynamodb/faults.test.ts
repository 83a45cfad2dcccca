import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import { StoreUnavailableError } from '../../src/domain/errors.ts';
import { readFailed } from '../../src/store/errors.ts';
import { createReader, type ReaderOptions } from '../../src/store/reader.ts';
import { createSign } from '../../src/store/sign.ts';
import { createWriter } from '../../src/store/writer.ts';
import { listen } from '../support/listen.ts';
import { below, createRandom } from '../support/random.ts';

const ANSWER_MS = 2_000;

/** For how many answers' time a read is watched. */
const PATIENCE = 4;

const CREDENTIALS = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' };

const INPUT = { TableName: 'table', KeyConditionExpression: 'pk = :pk', ConsistentRead: true };

const GOOD = JSON.stringify({ Items: [{ value: { S: 'a' } }], Count: 1, ScannedCount: 1 });

const READS = 2_000;

/** How a store treats its n-th request. */
type Store = (response: ServerResponse, nth: number) => void;

const answer = (response: ServerResponse, status: number, body: string, headers = {}) =>
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers }).end(body);

const good = (response: ServerResponse) => answer(response, 200, GOOD);

const refuse = (response: ServerResponse, status: number, name: string) =>
  answer(response, status, JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'No' }));

const socketOf = (response: ServerResponse) => response.socket as Socket;

const cutAfter = (response: ServerResponse, sent: string) =>
  socketOf(response).write(sent, () => socketOf(response).resetAndDestroy());

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\n';

const always =
  (name: string, status = 400): Store =>
  (response) =>
    refuse(response, status, name);

/** The same faults on the second request only: the first one leaves a connection behind. */
const then =
  (store: Store): Store =>
  (response, nth) =>
    nth === 2 ? store(response, nth) : good(response);

interface Expected {
  readonly outcome: 'answered' | 'unavailable' | 'defect' | 'none';
  readonly requests: number;
  /** How many answers were waited for until the time was over, at least: a busy machine takes longer. */
  readonly waits?: number;
  /** The SDK’s outcome, where it differs. */
  readonly sdk?: Partial<Omit<Expected, 'sdk'>>;
}

const TRIED = { outcome: 'unavailable', requests: 3 } as const;
const REFUSED = { outcome: 'unavailable', requests: 1 } as const;

/** The SDK takes these for an empty log, for which visitors would read the initial string. */
const NO_ITEMS = { ...REFUSED, sdk: { outcome: 'answered' } } as const;

/** The SDK tries again, and so keeps a partition overloaded. */
const THROTTLED = { ...REFUSED, sdk: { requests: 3 } } as const;

/** Each fault of one read, and what a reader makes of it. */
const FIRST: readonly (readonly [string, Store, Expected])[] = [
  ['an answer', good, { outcome: 'answered', requests: 1 }],
  ['no answer ever', () => {}, { ...TRIED, waits: 3 }],
  [
    'an answer that is late',
    (response) => void sleep(ANSWER_MS * 1.5).then(() => good(response)),
    { ...TRIED, waits: 3 },
  ],
  [
    'headers, and no body',
    (response) => void socketOf(response).write(`${HEAD}content-length: 9\r\n\r\n`),
    // The SDK's time is over when the headers are there: then it waits for ever.
    { ...TRIED, waits: 3, sdk: { outcome: 'none', requests: 1, waits: PATIENCE } },
  ],
  ['a reset before the answer', (response) => void socketOf(response).resetAndDestroy(), TRIED],
  ['an end before the answer', (response) => void socketOf(response).end(), TRIED],
  ['a reset in the headers', (response) => void cutAfter(response, HEAD), TRIED],
  ['a reset in the body', (response) => void cutAfter(response, `${HEAD}content-length: 99\r\n\r\n{"Items"`), TRIED],
  [
    'a body that ends early',
    (response) => void socketOf(response).end(`${HEAD}content-length: 99\r\n\r\n{"Items"`),
    TRIED,
  ],
  [
    'a body that is cut between two chunks',
    (response) => void socketOf(response).end(`${HEAD}transfer-encoding: chunked\r\n\r\n8\r\n{"Items"\r\n`),
    TRIED,
  ],
  [
    'a body that is longer than its length',
    (response) => void socketOf(response).end(`${HEAD}content-length: 9\r\n\r\n${GOOD}`),
    REFUSED,
  ],
  ['something that is not HTTP', (response) => void socketOf(response).end('SSH-2.0-OpenSSH_9.2\r\n'), REFUSED],
  ['200 with an error page', (response) => answer(response, 200, '<html>Bad gateway</html>'), REFUSED],
  ['200 with half of an object', (response) => answer(response, 200, GOOD.slice(0, 20)), REFUSED],
  ['200 with nothing', (response) => answer(response, 200, ''), NO_ITEMS],
  ['200 with null', (response) => answer(response, 200, 'null'), NO_ITEMS],
  ['200 without Items', (response) => answer(response, 200, '{}'), NO_ITEMS],
  ['200 with items of another type', (response) => answer(response, 200, '{"Items":[{"value":{"S":1}}]}'), NO_ITEMS],
  ['a redirect', (response) => answer(response, 307, '', { location: 'http://127.0.0.1:9/' }), REFUSED],
  ['404 with an error page', (response) => answer(response, 404, '<html>Not found</html>'), REFUSED],
  ['500', always('InternalServerError', 500), TRIED],
  ['502 with an error page', (response) => answer(response, 502, '<html>Bad gateway</html>'), TRIED],
  ['503', always('ServiceUnavailable', 503), TRIED],
  ['504', (response) => answer(response, 504, ''), TRIED],
  [
    '500 once',
    (response, nth) => (nth === 1 ? refuse(response, 500, 'InternalServerError') : good(response)),
    { outcome: 'answered', requests: 2 },
  ],
  ['throttled', always('ProvisionedThroughputExceededException'), THROTTLED],
  ['throttled by the account', always('RequestLimitExceeded'), THROTTLED],
  ['throttled by the service', always('ThrottlingException'), THROTTLED],
  ['429', always('TooManyRequestsException', 429), THROTTLED],
  ['ValidationException', always('ValidationException'), { outcome: 'defect', requests: 1 }],
  ['AccessDeniedException', always('AccessDeniedException'), REFUSED],
  ['ResourceNotFoundException', always('ResourceNotFoundException'), REFUSED],
  ['UnrecognizedClientException', always('UnrecognizedClientException'), REFUSED],
  ['MissingAuthenticationTokenException', always('MissingAuthenticationTokenException'), REFUSED],
  ['IncompleteSignatureException', always('IncompleteSignatureException'), REFUSED],
  ['ExpiredTokenException', always('ExpiredTokenException'), REFUSED],
];

/** The connection is kept after the first answer: what happens to the second request on it. */
const SECOND: typeof FIRST = [
  ['an answer', then(good), { outcome: 'answered', requests: 1 }],
  [
    'the store has closed it',
    then((response) => void socketOf(response).destroy()),
    { outcome: 'answered', requests: 2 },
  ],
  [
    'the store has reset it',
    then((response) => void socketOf(response).resetAndDestroy()),
    { outcome: 'answered', requests: 2 },
  ],
  ['nothing comes back on it', then(() => {}), { outcome: 'answered', requests: 2, waits: 1 }],
  [
    'half of an answer',
    then((response) => void cutAfter(response, `${HEAD}content-length: 99\r\n\r\n{"Items"`)),
    { outcome: 'answered', requests: 2 },
  ],
];

const outcomeOf = async (reading: Promise<unknown>): Promise<Expected['outcome']> => {
  try {
    const ended = await Promise.race([
      reading.catch(readFailed),
      sleep(PATIENCE * ANSWER_MS, 'none' as const, { ref: false }),
    ]);
    return ended === 'none' ? 'none' : 'answered';
  } catch (error) {
    return error instanceof StoreUnavailableError ? 'unavailable' : 'defect';
  }
};

type Create = (listener: RequestListener) => Server;

/** Starts a store that counts its requests, and how many are signed for the address they came to. */
const start = async (store: Store, create: Create = (listener) => createServer(listener)) => {
  const seen = { requests: 0, signed: 0, keys: [] as string[] };
  const sign = createSign('eu-west-1', 'dynamodb');
  const isSigned = ({ headers, url: path = '', socket }: IncomingMessage, body: string): boolean => {
    const { authorization = '' } = headers;
    const names = /SignedHeaders=([^,]*)/.exec(authorization)?.[1]?.split(';') ?? [];
    const signed = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
    signed.host = `127.0.0.1:${socket.localPort}`;
    const accessKeyId = /Credential=([^/]*)/.exec(authorization)?.[1] ?? '';
    const credentials = { ...CREDENTIALS, accessKeyId };
    seen.keys.push(accessKeyId);
    return sign({ path, headers: signed, body }, credentials, timeOf(headers)).authorization === authorization;
  };
  const server = create(async (incoming, response) => {
    const nth = ++seen.requests;
    response.on('error', () => {});
    const body = await text(incoming);
    if (isSigned(incoming, body)) seen.signed++;
    store(response, nth);
  });
  const { port, stop } = await listen(server);
  return { seen, endpoint: `http://127.0.0.1:${port}`, stop };
};

/** When a request was signed. */
const timeOf = (headers: IncomingHttpHeaders): Date =>
  new Date(String(headers['x-amz-date']).replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5'));

const OPTIONS = {
  region: 'eu-west-1',
  credentials: async () => CREDENTIALS,
  patience: { tries: 3, answerMs: ANSWER_MS, retriesThrottled: false },
};

const { signal } = new AbortController();

const open = (endpoint: string, options: Partial<ReaderOptions> = {}) => {
  const { query, destroy } = createReader({ ...OPTIONS, endpoint, ...options });
  return { read: (until = signal) => query(INPUT, until), destroy };
};

const CLIENTS = {
  reader: open,
  sdk: (endpoint: string) => {
    const { sdk } = createWriter({ ...OPTIONS, endpoint });
    return { read: () => sdk.send(new QueryCommand(INPUT)), destroy: () => sdk.destroy() };
  },
};

/** Reads once, or a second time after a first, and tells what came of the last. */
const measure = async (client: keyof typeof CLIENTS, store: Store, reads: number) => {
  const { seen, endpoint, stop } = await start(store);
  const { read, destroy } = CLIENTS[client](endpoint);
  for (let before = 1; before < reads; before++) await read();
  const requests = seen.requests;
  const begun = performance.now();
  const outcome = await outcomeOf(read());
  // A timer may fire a millisecond early.
  const waits = Math.floor((performance.now() - begun + 1) / ANSWER_MS);
  destroy();
  await stop();
  return { outcome, requests: seen.requests - requests, waits, isSigned: seen.signed === seen.requests };
};

describe.each([
  ['the first request on a connection', 1, FIRST],
  ['a request on a kept connection', 2, SECOND],
] as const)('%s', (_name, reads, table) => {
  let measured: Map<string, Record<'reader' | 'sdk', Awaited<ReturnType<typeof measure>>>>;
  beforeAll(async () => {
    // All at once, since some wait three times for an answer.
    const entries = table.map(async ([name, store]) => {
      const [reader, sdk] = await Promise.all([measure('reader', store, reads), measure('sdk', store, reads)]);
      return [name, { reader, sdk }] as const;
    });
    measured = new Map(await Promise.all(entries));
  });

  test.each(table)('%s: the reader does what the SDK does, or better', (name, _store, { sdk, ...expected }) => {
    const { waits = 0, ...ours } = expected;
    const { reader, sdk: theirs } = measured.get(name) ?? {};
    expect([reader, theirs]).toEqual([
      { isSigned: true, ...ours, waits: expect.any(Number) },
      { isSigned: true, ...ours, ...sdk, waits: expect.any(Number) },
    ]);
    for (const seen of [reader, theirs]) expect(seen?.waits).toBeGreaterThanOrEqual(waits);
  });
});

test('nobody listens: three tries', async () => {
  const { endpoint, stop } = await start(good);
  await stop();
  const { read, destroy } = open(endpoint);
  await expect(read()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  destroy();
});

test('a certificate of someone else is refused, and nothing is sent', async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 });
  const { seen, endpoint, stop } = await start(good, (listener) => createSecureServer({ key, cert }, listener));
  const { read, destroy } = open(endpoint.replace('http:', 'https:'));
  await expect(read()).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(seen.requests).toBe(0);
  destroy();
  await stop();
});

test('a connection that was closed meanwhile is no try', async () => {
  const { endpoint, stop } = await start((response, nth) => (nth === 2 ? response.destroy() : good(response)));
  const { read, destroy } = open(endpoint, { patience: { ...OPTIONS.patience, tries: 1 } });
  for (let reads = 0; reads < 2; reads++) await read();
  destroy();
  await stop();
});

test('fifty readers notice nothing of a store that closes one connection in five after its answer', async () => {
  const random = createRandom(1);
  const { seen, endpoint, stop } = await start((response) => {
    const socket = socketOf(response);
    if (below(random, 5) === 0) response.once('finish', () => setImmediate(() => socket.destroy()));
    good(response);
  });
  const { read, destroy } = open(endpoint);
  const readMany = async () => {
    for (let reads = 0; reads < READS / 50; reads++) await read();
  };
  await Promise.all(Array.from({ length: 50 }, readMany));
  expect(seen.requests).toBeGreaterThanOrEqual(READS);
  destroy();
  await stop();
});

test('a signal ends a read at once, with its connection', async () => {
  const hanging = Promise.withResolvers<ServerResponse>();
  const { endpoint, stop } = await start(hanging.resolve);
  const { read, destroy } = open(endpoint, { patience: { ...OPTIONS.patience, answerMs: 60_000 } });
  const controller = new AbortController();
  const reading = read(controller.signal);
  const response = await hanging.promise;
  const reason = new Error('Gone');
  controller.abort(reason);
  await expect(reading).rejects.toBe(reason);
  await once(response, 'close');
  destroy();
  await stop();
});

test('each try takes the credentials of its moment', async () => {
  let asked = 0;
  const credentials = async () => ({ ...CREDENTIALS, accessKeyId: `KEY${++asked}` });
  const { seen, endpoint, stop } = await start((response, nth) =>
    nth === 2 ? refuse(response, 500, 'InternalServerError') : good(response),
  );
  const { read, destroy } = open(endpoint, { credentials });
  for (let reads = 0; reads < 2; reads++) await read();
  expect([seen.keys, seen.signed]).toEqual([['KEY1', 'KEY2', 'KEY3'], 3]);
  destroy();
  await stop();
});

test.each([-600_000, 600_000])('a clock that is %i ms off is corrected by the answer, once', async (offMs) => {
  const { seen, endpoint, stop } = await start((response) => {
    const isOff = Math.abs(timeOf(response.req.headers).getTime() - Date.now()) > 300_000;
    if (isOff) refuse(response, 403, 'InvalidSignatureException');
    else good(response);
  });
  const { read, destroy } = open(endpoint, { now: () => Date.now() + offMs });
  for (let reads = 0; reads < 3; reads++) await read();
  expect(seen.requests).toBe(4);
  destroy();
  await stop();
});
