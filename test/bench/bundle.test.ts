import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildCandidates } from '../../bench/candidates.ts';
import { loadedFiles } from '../../bench/measure.ts';
import { startStubDynamoDB } from '../../bench/stub-dynamodb.ts';

const KIB = 1024;

/** Strings in the code of each that minifying keeps. */
const APOLLO = 'executeHTTPGraphQLRequest';
const GRAPHQL = 'Syntax Error: ';

let directory: string;
const loaded = new Map<string, { code: string; bytes: number; zipBytes: number }>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saved-string-bundle-'));
  const store = await startStubDynamoDB();
  for (const candidate of await buildCandidates(['page', 'graphql', 'first save'], directory)) {
    const files = await loadedFiles(candidate, { storeEndpoint: store.endpoint });
    const code = await Promise.all(files.map(({ url }) => readFile(url, 'utf8')));
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    loaded.set(candidate.name, { code: code.join('\n'), bytes, zipBytes: candidate.zipBytes });
  }
  await store.stop();
}, 120_000);
afterAll(() => rm(directory, { recursive: true }));

test('the function loads Apollo and graphql for GraphQL, but neither for the page', () => {
  for (const library of [APOLLO, GRAPHQL]) {
    expect(loaded.get('graphql')?.code).toContain(library);
    expect(loaded.get('page')?.code).not.toContain(library);
  }
});

test.each([
  ['page', 45],
  ['graphql', 260],
  ['first save', 445],
])('the function loads for: %s at most %i KiB of code', (name, most) => {
  expect(loaded.get(name)?.bytes).toBeLessThanOrEqual(most * KIB);
});

test('the upload takes at most 170 KiB, without the files that browsers load', () => {
  expect(loaded.get('page')?.zipBytes).toBeLessThanOrEqual(170 * KIB);
});
