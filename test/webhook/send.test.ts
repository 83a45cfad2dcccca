import { describe, expect, test } from '@jest/globals';
import { createSend, GoneError, isPublic } from '../../src/tasks/webhook/send.ts';
import { harness } from '../support/harness.ts';

const { signal } = new AbortController();

const here = harness(['receiver']);

/** Sends to this machine, which is allowed here. */
const send = (until = signal) =>
  createSend({ ...here.receiver, isAllowed: () => true })({ 'webhook-id': 'msg_1' }, '{"é":1}', until);

test('a message arrives as it was given', async () => {
  await send();
  expect(here.receiver.received).toEqual([
    {
      headers: expect.objectContaining({ 'webhook-id': 'msg_1', 'content-type': 'application/json' }),
      body: '{"é":1}',
    },
  ]);
});

test('an answer of 410 is told from the others: it is the last', async () => {
  here.receiver.answer = { status: 410 };
  await expect(send()).rejects.toBeInstanceOf(GoneError);
});

test.each([300, 400, 410, 429, 500, 503])('an answer of %i is a failure', async (status) => {
  here.receiver.answer = { status };
  await expect(send()).rejects.toThrow(`The webhook's receiver answered ${status}`);
});

test('a redirect is not followed', async () => {
  here.receiver.answer = { status: 307, headers: { location: here.receiver.url } };
  await expect(send()).rejects.toThrow('answered 307');
  expect(here.receiver.received).toHaveLength(1);
});

test('a receiver that does not answer is left', async () => {
  here.receiver.answer = undefined;
  const controller = new AbortController();
  const sent = send(controller.signal);
  while (here.receiver.received.length === 0) await new Promise(setImmediate);
  controller.abort();
  await expect(sent).rejects.toThrow(/abort/i);
  const hasty = createSend({ ...here.receiver, isAllowed: () => true, timeoutMs: 50 });
  await expect(hasty({}, '', signal)).rejects.toThrow(/abort/i);
});

test('a certificate that nobody vouches for is refused', async () => {
  const unknown = createSend({ url: here.receiver.url, isAllowed: () => true });
  await expect(unknown({}, '', signal)).rejects.toThrow(/self-signed/);
  expect(here.receiver.received).toEqual([]);
});

describe('nothing is sent to an address that is not public', () => {
  test.each([
    'https://localhost',
    'https://127.0.0.1',
    'https://127.1',
    'https://0x7f000001',
    'https://2130706433',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://0.0.0.0',
  ])('%s', async (origin) => {
    const { port } = new URL(here.receiver.url);
    const { ca } = here.receiver;
    await expect(createSend({ url: `${origin}:${port}/`, ca })({}, '', signal)).rejects.toThrow('not a public one');
    expect(here.receiver.received).toEqual([]);
  });

  test('and none is asked for twice: it can’t change between the check and the connection', async () => {
    const asked: string[] = [];
    const isAllowed = (address: string) => {
      asked.push(address);
      return asked.filter((one) => one === address).length === 1;
    };
    await createSend({ ...here.receiver, isAllowed })({}, '', signal);
    expect(here.receiver.received).toHaveLength(1);
  });
});

test.each([
  ...['10.0.0.1', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.31.255.255', '192.168.1.1', '198.18.0.1'],
  ...['0.0.0.0', '192.0.0.1', '203.0.113.9', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::ffff:8.8.8.8', '64:ff9b::808:808', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'ff02::1'],
  ...['2001::1', '2001:db8::1', '2002:7f00:1::1', '3fff::1'],
])('%s is not public', (address) => {
  expect(isPublic(address)).toBe(false);
});

test.each(['8.8.8.8', '100.63.255.255', '172.32.0.1', '223.255.255.255', '2606:4700::1111', '2a00:1450::1'])(
  '%s is public',
  (address) => {
    expect(isPublic(address)).toBe(true);
  },
);
