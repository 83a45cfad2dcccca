import { createHash } from 'node:crypto';
import { createFilesApp, type FilesConfig, readFilesConfig } from '../../../src/files/app.ts';
import type { HttpResponse } from '../../../src/http/handler.ts';
import { readStage } from '../../../stack/read-stage.ts';
import type { Here } from '../harness.ts';
import { TEST_TOKEN } from '../service/editor.ts';
import { createContext, createEvent } from '../service/event.ts';
import { refuseLeaks } from '../service/leaks.ts';

export const PART_BYTES = 16 * 1024 * 1024;

const { environment } = readStage('dev');

/** The function for files. The bucket may hold those of earlier tests of the file. */
export interface Files {
  config: FilesConfig;
  /** Moves the function's clock, but not S3's. */
  moveClock(seconds: number): void;
  /** Passes a request to the function as an editor; with an empty token, as a visitor. */
  ask(routeKey: string, request?: { id?: string; body?: unknown; token?: string }): Promise<HttpResponse>;
}

/** The body of an answer, as the tests know it. */
// biome-ignore lint/suspicious/noExplicitAny: Each test knows the fields that it asked for.
export const bodyOf = ({ body = '' }: HttpResponse): any => JSON.parse(body);

export const createFiles = (here: Here): Files => {
  const config = {
    ...readFilesConfig({
      ...environment,
      TABLE_NAME: here.tableName,
      FILES_BUCKET: here.s3.bucket,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: here.store.endpoint,
      AWS_ENDPOINT_URL_S3: here.s3.endpoint,
    }),
    s3Credentials: here.s3.credentials,
  };
  let ahead = 0;
  const { handler } = createFilesApp(config, {
    now: () => new Date(Date.now() + ahead),
    write: (line) => here.lines.push(line),
  });
  return {
    config,
    moveClock: (seconds) => {
      ahead += seconds * 1_000;
    },
    ask: async (routeKey, { id, body, token = TEST_TOKEN } = {}) => {
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
    },
  };
};

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');

/** Sends bytes to a signed address, as its announcement says. */
export const put = (url: string, body: Buffer, announced = body): Promise<Response> =>
  fetch(url, { method: 'PUT', body: new Uint8Array(body), headers: { 'x-amz-checksum-sha256': sha256(announced) } });

/** Begins an upload, and returns its id and its parts. */
export const begin = async ({ ask }: Pick<Files, 'ask'>, bytes: Buffer, about: Record<string, unknown> = {}) => {
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
  here: Pick<Files, 'ask'>,
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
