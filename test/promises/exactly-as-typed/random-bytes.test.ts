import { isUtf8 } from 'node:buffer';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { harness } from '../../support/harness.ts';
import { createEvent } from '../../support/service/event.ts';
import { createPutEvent } from '../../support/service/put.ts';
import { randomText } from '../../support/strings/random-text.ts';

const here = harness(['service'], { lasts: 'file' });

const changed = fc.tuple(randomText, fc.nat(), fc.nat(255)).map(([text, position, byte]) => {
  const bytes = Buffer.from(text);
  if (bytes.length > 0) bytes[position % bytes.length] = byte;
  return bytes;
});
const cut = fc.tuple(randomText, fc.nat()).map(([text, length]) => {
  const bytes = Buffer.from(text);
  return bytes.subarray(0, length % (bytes.length + 1));
});
const any = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes));

test('PUT saves any bytes exactly, or refuses those that are not text', async () => {
  let version = 0;
  const isExact = async (sent: Buffer) => {
    const { statusCode } = await here.service.invoke(createPutEvent(sent, { empty: 'yes' }));
    const isText = isUtf8(sent) && !sent.includes(0);
    expect(statusCode).toBe(isText ? 200 : 400);
    if (isText) version++;
    const { body = '' } = await here.service.invoke(createEvent('GET /', { headers: { accept: 'application/json' } }));
    const shown = JSON.parse(body) as { version: number; value: string };
    expect(shown.version).toBe(version);
    if (isText) expect(Buffer.from(shown.value).equals(sent)).toBe(true);
  };
  await fc.assert(fc.asyncProperty(fc.oneof(changed, cut, any), isExact), { numRuns: 500 });
  expect(version).toBeGreaterThan(50);
}, 60_000);
