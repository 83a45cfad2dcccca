import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { DEAR_REQUESTS, largestFileRequest } from '../../bench/requests.ts';

const schema = buildSchema(readFileSync(new URL('../../schema/saved-string.graphql', import.meta.url), 'utf8'));

test.each(['nested aliases over introspection', 'nested aliases over revisions(first: 100)'])(
  '%p is a valid document, so that only a limit can refuse it',
  (name) => {
    const { query } = JSON.parse(DEAR_REQUESTS[name]?.body ?? '');
    expect(validate(schema, parse(query))).toEqual([]);
  },
);

test('no expensive request has a token', () => {
  for (const { headers } of Object.values(DEAR_REQUESTS)) expect(headers).not.toHaveProperty('authorization');
});

test('the largest playground file is requested by its uncompressed name', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-dear-'));
  const playground = join(directory, 'build/playground');
  await mkdir(playground, { recursive: true });
  for (const [name, size] of Object.entries({ 'a.js.br': 10, 'b.js.br': 30, 'manifest.json': 20 })) {
    await writeFile(join(playground, name), 'x'.repeat(size));
  }
  expect(largestFileRequest(directory)).toMatchObject({
    rawPath: '/playground/b.js',
    pathParameters: { file: 'b.js' },
    headers: {},
  });
  await rm(directory, { recursive: true });
});
