import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type HttpServer, startHttpServer } from '../../cli/serve/http-server.ts';
import { createFilesApp } from '../../src/files/app.ts';
import type { HttpRequest, HttpResponse } from '../../src/http/handler.ts';
import { readStage } from '../../stack/read-stage.ts';
import { bodyOf, PART_BYTES } from '../support/files/files.ts';
import { harness } from '../support/harness.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';

const here = harness(['files', 'operator']);
const { routes, fileRoutes, cors } = readStage('dev');

let server: HttpServer;
let file: string;
/** Every part for which an address was signed. */
let signed: number[];
/** Called before a part is signed; what it returns is waited for. */
let beforeSigning: (number: number) => Promise<void> | void;
/** Answers given instead of the first addresses. */
let instead: HttpResponse[];
/** The string that was saved. */
let saved: Record<string, unknown>[];

beforeEach(async () => {
  [signed, saved, instead, beforeSigning] = [[], [], [], () => {}];
  const { handler } = createFilesApp(here.config, { write: () => {} });
  server = await startHttpServer(
    {
      stage: { routes: [...routes, ...fileRoutes], cors },
      handler: async (event, context) => {
        const { routeKey, requestContext, body = '' } = event as HttpRequest;
        const route = routeKey.replace('ANY', requestContext.http.method);
        if (route === 'POST /graphql') {
          saved.push(JSON.parse(body).variables);
          return { statusCode: 200, body: JSON.stringify({ data: { result: { version: 1 } } }) };
        }
        if (route === 'POST /files/{id}/parts') {
          const answer = instead.shift();
          if (answer) return answer;
          for (const { number } of JSON.parse(body).parts) {
            await beforeSigning(number);
            signed.push(number);
          }
        }
        return handler(event, context);
      },
    },
    0,
    '127.0.0.1',
  );
  here.atEnd(server.stop);
  file = join(here.directory, 'slides.pdf');
});

const environmentHere = () => ({
  HOME: here.directory,
  SAVED_STRING_TOKEN: TEST_TOKEN,
  SAVED_STRING_URL: `http://127.0.0.1:${server.port}`,
});

const run = (command: string, ...args: string[]) => here.run(command, args, { environment: environmentHere() });

const download = async (link: string): Promise<Buffer> => Buffer.from(await (await fetch(link)).arrayBuffer());

describe('share', () => {
  test('sends more parts than at once, prints the link, and saves a string that ends with the file', async () => {
    const bytes = randomBytes(3 * PART_BYTES + 1);
    await writeFile(file, bytes);
    const { code, stdout, stderr } = await run('share', file, '--for', '3d', '--say', 'Slides: {link}');
    expect([code, stderr]).toEqual([0, expect.stringContaining('Saved as version 1, which ends with the file.')]);
    const link = stdout.trim();
    expect((await download(link)).equals(bytes)).toBe(true);
    const [{ until, name }] = bodyOf(await here.ask('GET /files')).files;
    expect(name).toBe('slides.pdf');
    expect(saved).toEqual([{ value: `Slides: ${link}`, until }]);
    expect(Date.parse(until) / 1_000 - Date.now() / 1_000).toBeGreaterThan(3 * 86_400 - 100);
    expect(await readdir(join(here.directory, '.cache/saved-string/uploads'))).toEqual([]);
  });

  test('asks again when the stage does not answer in time, and when S3 takes no part', async () => {
    await writeFile(file, 'soup');
    const nowhere = { parts: [{ number: 1, url: 'http://127.0.0.1:1/' }] };
    instead = [
      { statusCode: 503, body: JSON.stringify({ error: 'The store did not answer.', code: 'SERVICE_UNAVAILABLE' }) },
      { statusCode: 200, body: JSON.stringify(nowhere) },
    ];
    const { code, stdout } = await run('share', file);
    expect([code, instead]).toEqual([0, []]);
    expect((await download(stdout.trim())).toString()).toBe('soup');
  });

  test('goes on where it was when it was killed', async () => {
    const bytes = randomBytes(4 * PART_BYTES + 1);
    await writeFile(file, bytes);
    const reached = Promise.withResolvers<void>();
    beforeSigning = (number) => {
      if (number < 4) return undefined;
      reached.resolve();
      return new Promise(() => {});
    };
    const env = { PATH: process.env.PATH, ...environmentHere() };
    const child = spawn(process.execPath, ['cli/saved-string.mjs', 'share', file], { env });
    const exit = once(child, 'exit');
    await reached.promise;
    child.kill('SIGKILL');
    await exit;
    const before = [...signed];

    [signed, beforeSigning] = [[], () => {}];
    const { code, stdout, stderr } = await run('share', file);
    expect([code, stderr]).toEqual([0, expect.stringContaining('Going on with an earlier upload')]);
    expect((await download(stdout.trim())).equals(bytes)).toBe(true);
    expect(before.length).toBeGreaterThan(0);
    expect(signed.length).toBeLessThan(5);
    expect(bodyOf(await here.ask('GET /files')).files).toHaveLength(1);
  });

  test('begins anew when the file has changed, and when the stage has removed the upload', async () => {
    await writeFile(file, 'first');
    instead = [{ statusCode: 400, body: JSON.stringify({ error: 'No address.', code: 'BAD_REQUEST' }) }];
    expect(await run('share', file)).toMatchObject({ code: 1, stderr: 'No address.\n' });
    const [{ id }] = bodyOf(await here.ask('GET /files')).files;
    await here.ask('DELETE /files/{id}', { id });
    expect(await run('share', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('was removed at') });
    expect((await download((await run('share', file)).stdout.trim())).toString()).toBe('first');
    await appendFile(file, ' and second');
    expect((await download((await run('share', file)).stdout.trim())).toString()).toBe('first and second');
  });

  test('shares nothing of a file that changes while it is sent', async () => {
    await writeFile(file, 'first');
    beforeSigning = () => writeFile(file, 'other');
    expect(await run('share', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('changed while') });
    expect(bodyOf(await here.ask('GET /files')).files).toEqual([]);
  });

  test('refuses a file that is not there', async () => {
    const stderr = "no-such-file can't be read (ENOENT).\n";
    expect(await run('share', 'no-such-file')).toEqual({ code: 1, stdout: '', stderr });
  });
});

describe('files', () => {
  test('are listed, and removed by their link', async () => {
    await writeFile(file, 'soup');
    const link = (await run('share', file)).stdout.trim();
    const { stdout } = await run('files', 'list');
    expect(stdout).toMatch(/^http.*\n {2}slides\.pdf, 4 B, by Ada, until 2.*Z\n$/);
    expect(stdout).toContain(link);
    expect(await run('files', 'remove', link)).toMatchObject({ code: 0, stdout: 'Removed.\n' });
    expect((await fetch(link)).status).toBe(410);
    expect((await run('files', 'list')).stdout).toBe('');
  });
});
