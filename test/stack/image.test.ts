import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { parse } from 'yaml';

const run = promisify(execFile);
const root = resolve('.');

const stages = readFileSync('Dockerfile', 'utf8')
  .replaceAll('\\\n', '')
  .split(/^FROM /m);
const [, buildStage = '', lastStage = ''] = stages;
/** The arguments of an instruction of the last stage. */
const argumentsOf = (instruction: string): string[] =>
  JSON.parse(new RegExp(`^${instruction}.*?(\\[.*\\])$`, 'm').exec(lastStage)?.[1] ?? '[]');
const { services } = parse(readFileSync('compose.yml', 'utf8'));

let directory: string;
let image: string;
let volume: string;
let running: ChildProcess | undefined;

/** Builds what `docker build` would: from the files that it may see, by the Dockerfile's own command. */
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saved-string-image-'));
  image = join(directory, 'image');
  volume = join(directory, 'volume');
  const project = join(directory, 'project');
  const allowed = readFileSync('.dockerignore', 'utf8').match(/(?<=^!).+/gm) ?? [];
  // With what is built for browsers already, which takes long.
  for (const path of [...allowed, 'build/page.js', 'build/playground'])
    await cp(join(root, path), join(project, path), { recursive: true, preserveTimestamps: true });
  await symlink(join(root, 'node_modules'), join(project, 'node_modules'), 'junction');
  await mkdir(volume);
  const [, script = ''] = /^RUN npm run (\S+) -- \/image$/m.exec(buildStage) ?? [];
  await run('npm', ['run', '--silent', script, '--', image], { cwd: project });
});
afterEach(async () => {
  if (running?.exitCode !== null || !running.kill()) return;
  await once(running, 'exit');
});
afterAll(() => rm(directory, { recursive: true }));

/**
 * Starts the container's process, from elsewhere and with nothing of this project in reach: it may read the image and the
 * system's own files, and write to its volume only.
 */
const start = async (args: readonly string[], env: Record<string, string> = {}): Promise<string> => {
  const [, script = ''] = argumentsOf('ENTRYPOINT');
  const rights = [image, volume, '/etc/', '/proc/', '/sys/'].map((path) => `--allow-fs-read=${path}`);
  const words = args.map((word) => word.replace('8080', '0').replace('/data', volume).replace('0.0.0.0', '127.0.0.1'));
  const child = spawn(
    process.execPath,
    [
      '--permission',
      '--allow-addons',
      `--allow-fs-write=${volume}`,
      ...rights,
      script.replace('/app', image),
      ...words,
    ],
    { cwd: '/', env, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  running = child;
  let said = '';
  for await (const text of child.stderr) {
    said += text;
    const [, url] = /listens on (\S+)/.exec(said) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`It did not start: ${said}`);
};

const command = (...args: string[]) =>
  run(process.execPath, [join(image, 'cli/saved-string.mjs'), ...args], { cwd: '/' });

describe('the image of a container', () => {
  test('is byte for byte what the checkout makes, from the files that Docker sees', async () => {
    const other = join(directory, 'from-checkout');
    await run('npm', ['run', '--silent', 'build:image', '--', other]);
    // The bundler hashes the paths of the packages, too, and here they are reached by a link.
    const withoutHash = (text: string) => text.replaceAll(/[A-Z\d]{8}(?=\.m?js)/g, 'HASH');
    const hashesOf = async (folder: string) => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
      const hashOf = async (file: string) => {
        const bytes = await readFile(file, 'latin1');
        return createHash('sha256').update(withoutHash(bytes)).digest('hex');
      };
      const lines = files.map(async (file) => `${withoutHash(relative(folder, file))} ${await hashOf(file)}`);
      return (await Promise.all(lines)).toSorted();
    };
    expect(await hashesOf(image)).toEqual(await hashesOf(other));
  });

  test('takes less than a tenth of 100 MB beside Node', async () => {
    const files = await readdir(image, { recursive: true });
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(image, file))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10_000_000);
  });

  test('holds no source, no test and no secret', async () => {
    expect((await readdir(image)).toSorted()).toEqual([
      'LICENSE',
      'build',
      'cli',
      'node_modules',
      'package.json',
      'serverless.yml',
      'stack',
    ]);
    expect((await readdir(join(image, 'stack'))).every((name) => name.endsWith('.yml'))).toBe(true);
  });

  test('installs before it knows the code, and has one libc in both stages', () => {
    const [install, code] = [buildStage.indexOf('RUN npm ci'), buildStage.indexOf('COPY . .')];
    expect([install > 0, install < code]).toEqual([true, true]);
    const [base, ...others] = stages.slice(1).map((stage) => stage.split(/\s/, 1)[0]);
    expect(others).toEqual([base]);
  });

  test('is built in a stage of its own, and runs as a user without rights', () => {
    expect(lastStage.match(/^(COPY|ADD) .*/gm)).toEqual(['COPY --from=build /image /app']);
    expect(lastStage.match(/^USER .*/gm)).toEqual(['USER node']);
    expect(services['saved-string']).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  });
});

describe('a container', () => {
  test('with an embedded store answers, passes its own checks, and keeps the string when it starts again', async () => {
    const { command: args } = services['saved-string'];
    const url = await start(args);
    expect((await command('smoke', url, '--expect-string', 'dynamic string')).stdout.match(/^✓/gm)).toHaveLength(6);

    const { stdout } = await command('editors', 'add', 'Ada', '--local', '--store', volume);
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stdout.split('\n')[0]}` },
      body: JSON.stringify({ query: 'mutation { setSavedString(value: "kept") { version } }' }),
    });
    expect(answer.status).toBe(200);

    running?.kill();
    expect(await once(running as ChildProcess, 'exit')).toEqual([0, null]);
    await command('smoke', await start(args), '--expect-string', 'kept');
  });

  test('answers on every route of the function', async () => {
    const url = await start(services['saved-string'].command);
    const html = { accept: 'text/html' };
    const answers: [string, RequestInit, number][] = [
      ['/there-is-no-such-page', {}, 404],
      ...['/?at=2026-01-01T00:00:00Z', '/feed', '/embed', '/embed.js', '/edit', '/favicon.ico'].map(
        (path) => [path, {}, 200] as [string, object, number],
      ),
      ['/graphql', { headers: html }, 200],
      ['/', { method: 'PUT', body: 'text' }, 401],
      ['/spac-lla', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"data":"all"}' }, 200],
    ];
    for (const [path, init, status] of answers)
      expect([path, (await fetch(url + path, init)).status]).toEqual([path, status]);
    const query = '{stats{saves}revisionAt(time:"2026-01-01T00:00:00Z"){version}}';
    const answer = await fetch(`${url}/graphql?query=${encodeURIComponent(query)}`);
    expect(await answer.json()).toEqual({ data: { stats: { saves: 0 }, revisionAt: { version: 0 } } });
  });

  test('passes every audit of GraphQL over HTTP', async () => {
    const url = await start(services['saved-string'].command);
    const missed: string[] = [];
    // One client may not ask sixty times at once.
    const fetchFn = async (...args: Parameters<typeof fetch>): Promise<Response> => {
      const answer = await fetch(...args);
      if (answer.status !== 429) return answer;
      await sleep(1_000 * Number(answer.headers.get('retry-after')));
      return fetchFn(...args);
    };
    for (const audit of serverAudits({ url: `${url}/graphql`, fetchFn })) {
      const { status } = await audit.fn();
      if (/^(MUST|SHOULD) /.test(audit.name) && status !== 'ok') missed.push(audit.name);
    }
    expect(missed).toEqual([]);
  });

  test('is healthy while it can read the string, and unhealthy when the store is gone', async () => {
    const [, flag = '', check = ''] = argumentsOf('HEALTHCHECK');
    const isHealthy = async (url: string) => {
      const child = spawn(process.execPath, [flag, check.replace('http://127.0.0.1:8080', url)]);
      const [code] = await once(child, 'exit');
      return code === 0;
    };
    expect(await isHealthy(await start(services['saved-string'].command))).toBe(true);
    running?.kill();
    const stage = { STAGE: 'test', AWS_REGION: 'eu-west-1', TABLE_NAME: 'none', INITIAL_STRING: 'none' };
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
    const nowhere = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' };
    expect(await isHealthy(await start(argumentsOf('CMD'), { ...stage, ...keys, ...nowhere }))).toBe(false);
  });
});
