import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildCandidates } from '../../bench/build-candidates.ts';
import type { CandidateName } from '../../bench/candidate.ts';
import { loadedFiles } from '../../bench/run/loaded-code.ts';
import { type StubDynamoDB, startStubDynamoDB } from '../../bench/run/stub-dynamodb.ts';

const KIB = 1024;

/** Strings in the code of each that minifying keeps. */
const APOLLO = 'executeHTTPGraphQLRequest';
const GRAPHQL = 'Syntax Error: ';

let directory: string;
let store: StubDynamoDB;
const loaded = new Map<CandidateName, { code: string; bytes: number; zipBytes: number | undefined }>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saved-string-bundle-'));
  store = await startStubDynamoDB();
  const environment = {
    storeEndpoint: store.endpoint,
    certificateFile: '',
    memory: undefined,
  };
  for (const candidate of await buildCandidates(['page', 'graphql'], directory)) {
    const files = await loadedFiles(candidate, environment);
    const code = await Promise.all(files.map(({ url }) => readFile(url, 'utf8')));
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    loaded.set(candidate.name, { code: code.join('\n'), bytes, zipBytes: candidate.zipBytes });
  }
}, 120_000);
afterAll(async () => {
  await store.stop();
  await rm(directory, { recursive: true });
});

test('the function loads Apollo and graphql for GraphQL, but neither for the page', () => {
  for (const library of [APOLLO, GRAPHQL]) {
    expect(loaded.get('graphql')?.code).toContain(library);
    expect(loaded.get('page')?.code).not.toContain(library);
  }
});

test('the function loads at most 205 KiB of code for the page and 440 KiB for GraphQL', () => {
  expect(loaded.get('page')?.bytes).toBeLessThanOrEqual(205 * KIB);
  expect(loaded.get('graphql')?.bytes).toBeLessThanOrEqual(440 * KIB);
});

test('the upload takes at most 165 KiB, without the playground’s files', () => {
  expect(loaded.get('page')?.zipBytes).toBeLessThanOrEqual(165 * KIB);
});
