import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { readSecrets } from '../../src/tasks/webhook/message.ts';
import { harness } from '../support/harness.ts';

const { signal } = new AbortController();
const NEW = Buffer.alloc(32, 'n');
const OLD = Buffer.alloc(24, 'o');
const written = (key: Buffer) => `whsec_${key.toString('base64')}`;

const stage = {
  stage: 'test',
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

const here = harness(['directory']);

const readFile = async (text: string, mode = 0o600) => {
  const webhookSecretFile = join(here.directory, 'secret');
  await writeFile(webhookSecretFile, text);
  await chmod(webhookSecretFile, mode);
  return readSecrets({ ...stage, webhookSecretFile }, signal);
};

test('a file holds one secret, or two while it is replaced', async () => {
  expect(await readFile(written(NEW))).toEqual([NEW]);
  expect(await readFile(`${written(NEW)} ${written(OLD)}\n`)).toEqual([NEW, OLD]);
});

test.each([0o640, 0o604, 0o620])('a file of mode %o is refused', async (mode) => {
  await expect(readFile(written(NEW), mode)).rejects.toThrow('mode 600');
});

test.each(['', 'secret', 'whsec_', 'whsec_c2hvcnQ=', `${written(NEW)} x`, `${written(NEW)} `.repeat(3)])(
  'what is no secret is refused, and not repeated: %j',
  async (text) => {
    const error = await readFile(text).catch((reason: Error) => reason);
    expect(error).toMatchObject({ message: expect.stringMatching(/must be whsec_ and 24 to 64 bytes/) });
    expect(String(error)).not.toContain(NEW.toString('base64'));
  },
);

test('a stage keeps it in a parameter of SSM', async () => {
  const asked: unknown[] = [];
  const { url } = await here.site(async (request, response) => {
    asked.push([request.headers['x-amz-target'], await json(request)]);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ Parameter: { Value: written(NEW) } }));
  });
  process.env.AWS_ENDPOINT_URL_SSM = url;
  here.atEnd(() => delete process.env.AWS_ENDPOINT_URL_SSM);
  expect(await readSecrets({ ...stage, webhookSecretFile: undefined }, signal)).toEqual([NEW]);
  expect(asked).toEqual([
    ['AmazonSSM.GetParameter', { Name: '/saved-string-test/webhook-secret', WithDecryption: true }],
  ]);
});
