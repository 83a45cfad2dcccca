import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { Candidate } from '../../bench/candidate.ts';
import { PAGE_EVENT } from '../../bench/events.ts';
import { type FunctionProcess, startFunction } from '../../bench/lambda/function-process.ts';
import { createGatewayEvent } from '../../stack/gateway-event.ts';

const environment = {
  storeEndpoint: 'http://localhost:1',
  certificateFile: '/nowhere',
  memory: undefined,
};

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const start = async (code: string): Promise<FunctionProcess> => {
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
  ends.push(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, 'handler.mjs'), code);
  const candidate: Candidate = {
    name: 'constant',
    directory,
    handler: 'handler.handler',
    event: PAGE_EVENT,
    variables: { GREETING: 'dynamic string' },
    zipBytes: undefined,
  };
  const instance = await startFunction(candidate, environment);
  ends.push(instance.stop);
  return instance;
};

test('a function gets its event and its environment, and can be invoked again', async () => {
  const instance = await start(`export const handler = async (event, context) => ({
    statusCode: event.routeKey === 'GET /' && context.awsRequestId ? 200 : 500,
    body: '<h1>' + process.env.GREETING + '</h1>',
  })`);
  await expect(instance.invoke()).resolves.toEqual(expect.any(Number));
  await expect(instance.invoke()).resolves.toEqual(expect.any(Number));
});

test.each([
  ['another string', `export const handler = async () => ({ statusCode: 200, body: 'another string' })`],
  ['an error', `export const handler = async () => ({ statusCode: 500, body: 'dynamic string' })`],
  ['nothing', `export const handler = async () => undefined`],
])('a function that answers %s cannot be measured', async (_, code) => {
  const instance = await start(code);
  await expect(instance.invoke()).rejects.toThrow('constant answered');
});

test.each([
  ['fails to load', `throw new Error('Spilled tea')`, 'init/error'],
  ['throws', `export const handler = async () => { throw new Error('Spilled tea') }`, 'error'],
  ['dies', `console.error('Spilled tea'); process.exit(3)`, 'exit code 3'],
])('a function that %s reports the reason', async (_, code, where) => {
  const instance = await start(code);
  const invocation = instance.invoke();
  await expect(invocation).rejects.toThrow(where);
  await expect(invocation).rejects.toThrow('Spilled tea');
});

test('a function can print more than a pipe holds', async () => {
  const instance = await start(`import { writeSync } from 'node:fs';
  export const handler = async () => {
    writeSync(1, 'x'.repeat(1_000_000));
    return { statusCode: 200, body: 'dynamic string' };
  }`);
  await expect(instance.invoke()).resolves.toEqual(expect.any(Number));
});

test('sending an event gives the status of any answer', async () => {
  const instance = await start(`export const handler = async ({ routeKey }) => ({
    statusCode: routeKey === 'GET /other' ? 406 : 200,
    body: 'dynamic string',
  })`);
  await expect(instance.send(createGatewayEvent('GET /other', { headers: {} }))).resolves.toBe(406);
  await expect(instance.invoke()).resolves.toEqual(expect.any(Number));
});
