import { beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createSavedString, type OpenSavedString } from '../../src/domain/saved-string.ts';
import type { Deliveries, Progress } from '../../src/store/deliveries.ts';
import { createDeliver } from '../../src/tasks/webhook/deliver.ts';
import { GoneError, type Send } from '../../src/tasks/webhook/send.ts';
import { createMemoryRevisions } from '../support/service/memory-revisions.ts';

const { signal } = new AbortController();
const secretOf = (letter: string) => Buffer.alloc(32, letter);
const MINUTE = 60_000;

let time: number;
const now = () => new Date(time);
let openSavedString: OpenSavedString;
let deliveries: Deliveries;
let secrets: Buffer[];
/** The messages that the receiver took, and what it does with the next one. */
let taken: { headers: Record<string, string>; body: string }[];
let receive: (count: number) => Promise<void>;

const createMemoryDeliveries = (): Deliveries => {
  let progress: Progress | undefined;
  return {
    find: async () => progress,
    replace: async (before, after) => {
      if (JSON.stringify(before) !== JSON.stringify(progress)) return false;
      progress = after;
      return true;
    },
  };
};

beforeEach(() => {
  time = Date.now();
  const lease = { leaseMs: 0, reservedMs: 0 };
  openSavedString = createSavedString({ revisions: createMemoryRevisions(), initialString: 'first', now, ...lease });
  deliveries = createMemoryDeliveries();
  secrets = [secretOf('a')];
  taken = [];
  receive = async () => {};
});

const save = (value: string) =>
  openSavedString(signal).save(value, { savedBy: 'Ada', expectedVersion: undefined, note: null });

const send: Send = async (headers, body) => {
  await receive(taken.length + 1);
  taken.push({ headers: { ...headers }, body });
};

/** Runs the task as the next minute does. */
const run = (changes: Partial<Parameters<typeof createDeliver>[0]> = {}, later = MINUTE) => {
  time += later;
  const readSecrets = async () => secrets;
  return createDeliver({ url: 'https://one.example', openSavedString, deliveries, readSecrets, send, now, ...changes })(
    signal,
  );
};

const versions = () => taken.map(({ body }) => JSON.parse(body).data.revision.version);

test('a change is sent once, with what was there before', async () => {
  expect(await run()).toEqual({ sent: 0, left: 0 });
  await save('one');
  expect(await run()).toEqual({ sent: 1, left: 0 });
  expect(await run()).toEqual({ sent: 0, left: 0 });
  expect(taken.map(({ body }) => JSON.parse(body))).toEqual([
    {
      type: 'saved_string.changed',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: {
        revision: expect.objectContaining({ version: 1, value: 'one', savedBy: 'Ada' }),
        previous: expect.objectContaining({ version: 0, value: 'first' }),
      },
    },
  ]);
});

test('the library of the standard verifies a message, and no other one', async () => {
  await save('one “é” 👩‍👩‍👧');
  await run();
  const [{ headers, body } = { headers: {}, body: '' }] = taken;
  const webhook = new Webhook(`whsec_${secretOf('a').toString('base64')}`);
  time = Date.now();
  expect(Math.abs(Number(headers['webhook-timestamp']) * 1_000 - time)).toBeLessThan(2 * MINUTE);
  expect(webhook.verify(body, headers)).toMatchObject({ data: { revision: { value: 'one “é” 👩‍👩‍👧' } } });
  expect(() => webhook.verify(body.replace('one', 'two'), headers)).toThrow('No matching signature');
  expect(() => webhook.verify(body, { ...headers, 'webhook-id': 'msg_other' })).toThrow('No matching signature');
});

test('a secret is replaced without a gap: meanwhile there is a signature of each', async () => {
  const verifies = (letter: string) => {
    const { headers = {}, body = '' } = taken.at(-1) ?? {};
    try {
      return Boolean(new Webhook(`whsec_${secretOf(letter).toString('base64')}`).verify(body, headers));
    } catch {
      return false;
    }
  };
  const steps: boolean[][] = [];
  time = Date.now() - 3 * MINUTE;
  for (const letters of ['a', 'ba', 'b']) {
    secrets = [...letters].map(secretOf);
    await save(letters);
    await run();
    steps.push([verifies('a'), verifies('b')]);
  }
  expect(steps).toEqual([
    [true, false],
    [true, true],
    [false, true],
  ]);
});

describe('every change arrives, in order', () => {
  const saveSeven = async () => {
    await save('1');
    await run();
    for (const value of ['2', '3', '4', '5', '6', '7']) await save(value);
  };

  test('when several were saved in a minute', async () => {
    await saveSeven();
    expect(await run()).toEqual({ sent: 6, left: 0 });
    expect(versions()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('when the receiver is gone for a day', async () => {
    await saveSeven();
    receive = async () => {
      throw new Error('gone');
    };
    for (let minute = 0; minute < 24 * 60; minute++) await expect(run()).rejects.toThrow('gone');
    receive = async () => {};
    await run();
    expect(versions()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('when it fails between them, and the same change comes again under the same id', async () => {
    await saveSeven();
    const ids: string[] = [];
    const unsteady: Send = async (headers, body, until) => {
      ids.push(String(headers['webhook-id']));
      if (ids.length === 3) throw new Error('503');
      await send(headers, body, until);
    };
    await expect(run({ send: unsteady })).rejects.toThrow('503');
    await run({ send: unsteady });
    expect(versions()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(ids[3]).toBe(ids[2]);
    expect(new Set(ids).size).toBe(6);
  });

  test('when it is slow: what does not fit a run waits for the next one', async () => {
    await saveSeven();
    receive = async () => {
      time += 1_000;
    };
    expect(await run()).toEqual({ sent: 2, left: 4 });
    while ((await run()).left > 0);
    expect(versions()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('when the sender dies after the receiver took a change: that one arrives twice', async () => {
    await saveSeven();
    const replace: Deliveries['replace'] = async (before, after, until) => {
      if (after.delivered === 3) throw new Error('killed');
      return deliveries.replace(before, after, until);
    };
    await expect(run({ deliveries: { ...deliveries, replace } })).rejects.toThrow('killed');
    await run();
    expect(versions()).toEqual([1, 2, 3, 3, 4, 5, 6, 7]);
  });

  test('when two senders are at work at once: only one sends', async () => {
    await saveSeven();
    const results = await Promise.all([run(), run({}, 0), run({}, 0)]);
    expect(results.map(({ sent }) => sent).toSorted()).toEqual([0, 0, 6]);
    expect(versions()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

test('without a secret nothing is sent, and the change waits', async () => {
  await save('one');
  const readSecrets = () => Promise.reject(new Error('no secret'));
  await expect(run({ readSecrets })).rejects.toThrow('no secret');
  expect(taken).toEqual([]);
  expect(await run()).toEqual({ sent: 1, left: 0 });
});

test('a receiver that answers 410 is asked no more; another one begins with the newest', async () => {
  await save('one');
  receive = async () => {
    throw new GoneError('gone');
  };
  await expect(run()).rejects.toThrow('gone');
  await save('two');
  receive = async () => {};
  expect(await run()).toEqual({ sent: 0, left: 0 });
  await save('three');
  expect(await run({ url: 'https://two.example' })).toEqual({ sent: 1, left: 0 });
  await save('four');
  expect(await run({ url: 'https://two.example' })).toEqual({ sent: 1, left: 0 });
  expect(versions()).toEqual([3, 4]);
});
