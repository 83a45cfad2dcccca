import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createContext } from '../support/service/event.ts';
import { loadService } from '../support/service/service.ts';
import { startStore, type TestStore } from '../support/service/store.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/service/webhook-receiver.ts';

const SECRET = `whsec_${Buffer.alloc(32, 's').toString('base64')}`;

let store: TestStore;
let receiver: WebhookReceiver;
let directory: string;
beforeAll(async () => {
  [store, receiver] = await Promise.all([startStore(), startWebhookReceiver()]);
  directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
});
afterAll(async () => {
  await Promise.all([store.stop(), receiver.stop(), rm(directory, { recursive: true })]);
});

/** Runs the task of a stage with this address, and returns its line of the log. */
const run = async (url: string, secret: string) => {
  const tableName = await store.createTable();
  const file = join(directory, 'secret');
  await writeFile(file, secret, { mode: 0o600 });
  await (await loadService({ endpoint: store.endpoint, tableName })).save('one');
  const lines: string[] = [];
  const environment = { STAGE: 'test', AWS_REGION: 'eu-west-1', INITIAL_STRING: 'none', TABLE_NAME: tableName };
  const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_ENDPOINT_URL_DYNAMODB: store.endpoint };
  const config = readConfig({ ...environment, ...keys, WEBHOOK_URL: url, WEBHOOK_SECRET_FILE: file });
  const { runTask } = createApp(config, { write: (line) => lines.push(line) });
  await expect(runTask({ task: 'deliver-webhook' }, createContext())).rejects.toThrow(
    /^The task deliver-webhook failed$/,
  );
  expect(lines).toHaveLength(1);
  return String(lines[0]);
};

test('a stage never sends to this machine, and says so without the secret', async () => {
  const line = await run(receiver.url, SECRET);
  expect(line).toContain("The webhook's address is not a public one");
  expect(line).not.toContain(SECRET.slice(6, 20));
  expect(receiver.received).toEqual([]);
});

test('a secret that is none is not repeated in the log', async () => {
  const line = await run(receiver.url, 'my own password');
  expect(line).toContain("The webhook's secret must be");
  expect(line).not.toContain('password');
});

test('without an address there is no such task', async () => {
  expect(await run('', SECRET)).toContain('There is no such task');
});
