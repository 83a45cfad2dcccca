import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type LocalS3, startS3 } from '../../../cli/start/s3/s3.ts';
import { createFilesApp, type FilesConfig, readFilesConfig } from '../../../src/files/app.ts';
import type { HttpResponse } from '../../../src/http/handler.ts';
import { readStage } from '../../../stack/read-stage.ts';
import { TEST_TOKEN } from '../service/editor.ts';
import { createContext, createEvent } from '../service/event.ts';
import { refuseLeaks } from '../service/leaks.ts';
import { startStore, type TestStore } from '../service/store.ts';

export const PART_BYTES = 16 * 1024 * 1024;

const { environment } = readStage('dev');

/** The files of one test: a new, empty table, and a bucket, which may hold those of earlier tests of its file. */
interface Surroundings {
  readonly store: TestStore;
  readonly s3: LocalS3;
  /** The folder of the bucket. */
  readonly directory: string;
  readonly tableName: string;
  readonly config: FilesConfig;
  /** The function’s log. */
  readonly lines: string[];
  /** Moves the function's clock, but not S3's. */
  moveClock(seconds: number): void;
  /** Passes a request to the function as an editor; with an empty token, as a visitor. */
  ask(routeKey: string, request?: { id?: string; body?: unknown; token?: string }): Promise<HttpResponse>;
}

/** The body of an answer, as the tests know it. */
// biome-ignore lint/suspicious/noExplicitAny: Each test knows the fields that it asked for.
export const bodyOf = ({ body = '' }: HttpResponse): any => JSON.parse(body);

/** Gives each test of a file the function for files. Read it only inside a test. */
export const filesForEachTest = (): Surroundings => {
  const here = {} as { -readonly [Key in keyof Surroundings]: Surroundings[Key] };
  // It is a process, which takes a second to start.
  const startBucket = async () => {
    here.directory = await mkdtemp(join(tmpdir(), 'saved-string-files-'));
    here.s3 = await startS3(here.directory, 'http://localhost:3000');
  };
  beforeAll(async () => {
    here.store = await startStore();
    await startBucket();
  });
  beforeEach(async () => {
    here.tableName = await here.store.createTable();
    here.lines = [];
    const config = readFilesConfig({
      ...environment,
      TABLE_NAME: here.tableName,
      FILES_BUCKET: here.s3.bucket,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: here.store.endpoint,
      AWS_ENDPOINT_URL_S3: here.s3.endpoint,
    });
    here.config = { ...config, s3Credentials: here.s3.credentials };
    let ahead = 0;
    const { handler } = createFilesApp(here.config, {
      now: () => new Date(Date.now() + ahead),
      write: (line) => here.lines.push(line),
    });
    here.moveClock = (seconds) => {
      ahead += seconds * 1_000;
    };
    here.ask = async (routeKey, { id, body, token = TEST_TOKEN } = {}) => {
      const answer = await handler(
        createEvent(routeKey, {
          headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          ...(id !== undefined && { pathParameters: { id } }),
        }),
        createContext(),
      );
      refuseLeaks(answer, here.tableName);
      return answer;
    };
  });
  afterEach(async () => {
    if (existsSync(here.directory)) return;
    await here.s3.stop();
    await startBucket();
  });
  afterAll(async () => {
    await here.s3.stop();
    await rm(here.directory, { recursive: true });
    await here.store.stop();
  });
  return here;
};

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');

/** Sends bytes to a signed address, as its announcement says. */
export const put = (url: string, body: Buffer, announced = body): Promise<Response> =>
  fetch(url, { method: 'PUT', body: new Uint8Array(body), headers: { 'x-amz-checksum-sha256': sha256(announced) } });

/** Begins an upload, and returns its id and its parts. */
export const begin = async ({ ask }: Surroundings, bytes: Buffer, about: Record<string, unknown> = {}) => {
  const announcement = { name: 'slides.pdf', type: 'application/pdf', size: bytes.length, seconds: 3_600, ...about };
  const { id } = bodyOf(await ask('POST /files', { body: announcement }));
  const parts = Array.from({ length: Math.ceil(bytes.length / PART_BYTES) }, (_, index) => {
    const part = bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES);
    return { number: index + 1, bytes: part, sha256: sha256(part) };
  });
  const sign = async (numbers = parts.map(({ number }) => number)): Promise<string[]> => {
    const announced = parts.filter(({ number }) => numbers.includes(number));
    const body = { parts: announced.map(({ number, sha256 }) => ({ number, sha256 })) };
    return bodyOf(await ask('POST /files/{id}/parts', { id, body })).parts.map(({ url }: { url: string }) => url);
  };
  return { id: id as string, parts, sign };
};

/** Shares bytes as a file, and returns its id. */
export const share = async (
  here: Surroundings,
  bytes: Buffer,
  about: Record<string, unknown> = {},
): Promise<string> => {
  const { id, parts, sign } = await begin(here, bytes, about);
  const urls = await sign();
  const sent = [];
  for (const [index, { number, bytes: part, sha256 }] of parts.entries()) {
    const { headers } = await put(urls[index] ?? '', part);
    sent.push({ number, sha256, etag: headers.get('etag') });
  }
  const { statusCode } = await here.ask('POST /files/{id}/complete', { id, body: { parts: sent } });
  if (statusCode !== 200) throw new Error(`Completing answered ${statusCode}`);
  return id;
};
