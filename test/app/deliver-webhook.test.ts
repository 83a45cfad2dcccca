import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { harness } from '../support/harness.ts';
import { createContext } from '../support/service/event.ts';

const SECRET = `whsec_${Buffer.alloc(32, 's').toString('base64')}`;

const here = harness(['service', 'directory', 'receiver']);

/** Runs the task of a stage with this address, and returns its line of the log. */
const run = async (url: string, secret: string) => {
  const file = join(here.directory, 'secret');
  await writeFile(file, secret, { mode: 0o600 });
  await here.service.save('one');
  const lines: string[] = [];
  const environment = { STAGE: 'test', AWS_REGION: 'eu-west-1', INITIAL_STRING: 'none', TABLE_NAME: here.tableName };
  const keys = {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: here.store.endpoint,
  };
  const config = readConfig({ ...environment, ...keys, WEBHOOK_URL: url, WEBHOOK_SECRET_FILE: file });
  const { runTask } = createApp(config, { write: (line) => lines.push(line) });
  await expect(runTask({ task: 'deliver-webhook' }, createContext())).rejects.toThrow(
    /^The task deliver-webhook failed$/,
  );
  expect(lines).toHaveLength(1);
  return String(lines[0]);
};

test('a stage never sends to this machine, and says so without the secret', async () => {
  const line = await run(here.receiver.url, SECRET);
  expect(line).toContain("The webhook's address is not a public one");
  expect(line).not.toContain(SECRET.slice(6, 20));
  expect(here.receiver.received).toEqual([]);
});

test('a secret that is none is not repeated in the log', async () => {
  const line = await run(here.receiver.url, 'my own password');
  expect(line).toContain("The webhook's secret must be");
  expect(line).not.toContain('password');
});

test('without an address there is no such task', async () => {
  expect(await run('', SECRET)).toContain('There is no such task');
});
