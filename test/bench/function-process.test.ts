import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { type FunctionProcess, startFunction } from '../../bench/function-process.ts';
import { PAGE_EVENT } from '../../bench/requests.ts';
import { createGatewayEvent } from '../../stack/gateway-event.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const start = async (code: string): Promise<FunctionProcess> => {
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
  ends.push(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, 'handler.mjs'), code);
  const variables = { GREETING: 'dynamic string' };
  const candidate = {
    name: 'constant',
    directory,
    handler: 'handler.handler',
    event: PAGE_EVENT,
    variables,
    zipBytes: 0,
  };
  const instance = await startFunction(candidate, { storeEndpoint: 'http://localhost:1' });
  ends.push(instance.stop);
  return instance;
};

test('a function gets events and its environment, and may print more than a pipe holds', async () => {
  const instance = await start(`import { writeSync } from 'node:fs';
  export const handler = async ({ routeKey }, context) => {
    writeSync(1, 'x'.repeat(1_000_000));
    return { statusCode: routeKey === 'GET /' && context.awsRequestId ? 200 : 406, body: process.env.GREETING };
  }`);
  await expect(instance.invoke()).resolves.toEqual(expect.any(Number));
  await expect(instance.send(createGatewayEvent('GET /other'))).resolves.toBe(406);
  await expect(instance.invoke()).resolves.toEqual(expect.any(Number));
});

test.each([
  ['answers another string', `export const handler = async () => ({ statusCode: 200, body: 'another' })`, 'answered'],
  ['answers an error', `export const handler = async () => ({ statusCode: 500, body: 'dynamic string' })`, 'answered'],
  ['answers nothing', `export const handler = async () => undefined`, 'constant answered'],
  ['fails to load', `throw new Error('Spilled tea')`, /init\/error.*Spilled tea/],
  ['throws', `export const handler = async () => { throw new Error('Spilled tea') }`, /\/error.*Spilled tea/],
  ['dies', `console.error('Spilled tea'); process.exit(3)`, /exit code 3.*Spilled tea/],
])('a function that %s cannot be measured', async (_, code, reason) => {
  const instance = await start(code);
  await expect(instance.invoke()).rejects.toThrow(reason);
});
