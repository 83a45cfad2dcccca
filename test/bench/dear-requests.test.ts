import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { DEAR_REQUESTS, largestFileRequest } from '../../bench/dear-requests.ts';

const schema = buildSchema(readFileSync(new URL('../../schema/saved-string.graphql', import.meta.url), 'utf8'));

const eventOf = (name: string) => DEAR_REQUESTS.find((request) => request.name === name)?.event;

test.each(['nested aliases over introspection', 'nested aliases over revisions(first: 100)'])(
  '%p is a valid document, so that only a limit can refuse it',
  (name) => {
    const { query } = JSON.parse(eventOf(name)?.body ?? '');
    expect(validate(schema, parse(query))).toEqual([]);
  },
);

test('no request has a token', () => {
  for (const { event } of DEAR_REQUESTS) expect(event.headers).not.toHaveProperty('authorization');
});

test('the long Accept header has 100 KB', () => {
  expect(Math.round((eventOf('an Accept header of 100 KB')?.headers.accept?.length ?? 0) / 1_024)).toBe(100);
});

test('the largest playground file is requested by its uncompressed name', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-dear-'));
  const playground = join(directory, 'build/playground');
  await mkdir(playground, { recursive: true });
  for (const [name, size] of [
    ['a.js.br', 10],
    ['b.js.br', 30],
    ['manifest.json', 20],
  ] as const) {
    await writeFile(join(playground, name), 'x'.repeat(size));
  }
  const { event } = largestFileRequest(directory);
  await rm(directory, { recursive: true });
  expect(event).toMatchObject({ rawPath: '/playground/b.js', pathParameters: { file: 'b.js' }, headers: {} });
});
