import { chmod } from 'node:fs/promises';
import { createServer } from 'node:http';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { writeAddress } from '../../cli/start/address.ts';
import { createToken, formatToken } from '../../src/domain/token.ts';
import type { HttpResponse } from '../../src/http/handler.ts';
import { harness } from '../support/harness.ts';
import { listen } from '../support/listen.ts';
import { TEST_TOKEN } from '../support/service/editor.ts';

const operator = harness(['operator', 'gateway']);

const smoke = (...args: string[]) => operator.run('smoke', [operator.gateway.url, ...args]);

const versionNow = async () => {
  const { data } = await operator.service.graphql<{ latestRevision: { version: number } }>(
    '{ latestRevision { version } }',
  );
  return data?.latestRevision.version;
};

/** The mistakes of a service, in its answers. */
const body = (text: string) => (answer: HttpResponse) => ({ ...answer, body: text });
const replaced = (from: string, to: string) => (answer: HttpResponse) => ({
  ...answer,
  body: answer.body?.replaceAll(from, to) ?? '',
});
const status = (statusCode: number) => (answer: HttpResponse) => ({ ...answer, statusCode });
const without = (name: string) => (answer: HttpResponse) => {
  const { [name]: _gone, ...headers } = answer.headers ?? {};
  return { ...answer, headers };
};

const DEEP_JSON = '['.repeat(100_000) + ']'.repeat(100_000);

/** Serves an endless body. `sent` is the number of bytes taken by the client. */
const startEndlessServer = async () => {
  const block = Buffer.alloc(64 * 1024, ' ');
  let sent = 0;
  const server = createServer((_request, response) => {
    const send = () => {
      do sent += block.length;
      while (response.write(block));
    };
    response.on('drain', send);
    send();
  });
  const { port, stop } = await listen(server);
  return { url: `http://127.0.0.1:${port}`, stop, sent: () => sent };
};

describe('npx --no saved-string smoke', () => {
  test.each(['dynamic string', '<b>&amp;\r\n“odd”\u2028 \u202e'])(
    'passes while %j is saved, and writes nothing',
    async (value) => {
      await operator.service.save(value);
      const { code, stdout, stderr } = await smoke('--expect-string', value);
      const line = (name: string) => expect.stringMatching(new RegExp(`^✓ ${name.padEnd(14)} +\\d+ ms {2}\\S`));
      expect(stdout.split('\n')).toEqual([
        ...['health', 'page', 'query', 'mutation', 'headers', 'unknown path'].map(line),
        '',
      ]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(await versionNow()).toBe(1);
    },
  );

  test.each<[string, string, (answer: HttpResponse) => HttpResponse, RegExp]>([
    ['health', 'GET /health', () => ({ statusCode: 503 }), /answered 503, not 200/],
    ['page', 'GET /', body('<h1>a</h1><h1>b</h1>'), /does not have exactly one h1/],
    ['page', 'GET /', replaced('dynamic', 'stale'), /shows a different string/],
    ['page', 'GET /', status(500), /answered 500, not 200/],
    ['page', 'GET /', body(`<h1>${'<b>'.repeat(50_000)}`), /shows a different string/],
    ['page', 'GET /', body('x'.repeat(256 * 1024 + 1)), /answered with more than 256 KiB/],
    ['query', 'POST /graphql', () => ({ statusCode: 200, body: '<html>' }), /answered 200 without a JSON object/],
    ['query', 'POST /graphql', body('null'), /answered 200 without a JSON object/],
    ['query', 'POST /graphql', body('5'), /answered 200 without a JSON object/],
    ['query', 'POST /graphql', body('{}'), /answered without a revision/],
    ['query', 'POST /graphql', body('{"data":{"latestRevision":null}}'), /answered without a revision/],
    ['query', 'POST /graphql', body('{"data":{"latestRevision":{"version":"\\u001b[2J"}}}'), /without a revision/],
    ['query', 'POST /graphql', body(`{"data":{"latestRevision":${DEEP_JSON}}}`), /answered without a revision/],
    ['mutation', 'POST /graphql', (answer) => status(401)(body('{"errors":[null]}')(answer)), /does not answer UNAUTH/],
    ['mutation', 'POST /graphql', status(200), /answered 200, not 401/],
    ['mutation', 'POST /graphql', without('www-authenticate'), /has no WWW-Authenticate header/],
    ['headers', 'GET /', without('strict-transport-security'), /strict-transport-security: none/],
    ['headers', 'GET /', without('content-security-policy'), /content-security-policy: none/],
    ['headers', 'GET /health', without('x-content-type-options'), /x-content-type-options/],
    ['unknown path', 'GET /there-is-no-such-page', () => ({ statusCode: 200, body: 'ok' }), /answered 200, not 404/],
  ])('reports a fault in the %s: %s', async (name, route, mistake, reason) => {
    operator.gateway.tamper = (answer, routeKey) => (routeKey === route ? mistake(answer) : answer);
    const { code, stdout, stderr } = await smoke();
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const line = stdout.split('\n').find((text) => text.startsWith(`✗ ${name}`));
    expect(line).toMatch(reason);
  });

  test('reports a string other than the expected one', async () => {
    const { code, stdout } = await smoke('--expect-string', 'another');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ query .* gives "dynamic string", not "another"$/m);
  });

  test('stops reading an endless answer at the maximum length', async () => {
    const server = await startEndlessServer();
    try {
      const { code, stdout, stderr } = await operator.run('smoke', [server.url]);
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      expect(stdout.match(/^✗ .* answered with more than 256 KiB$/gm)).toHaveLength(6);
      // The buffers of eight connections hold the rest.
      expect(server.sent()).toBeLessThan(64 * 1024 * 1024);
    } finally {
      await server.stop();
    }
  });

  test('prints no control characters from an answer', async () => {
    await operator.service.save('\u001b[2J\u202e\u009b31m\u0007');
    operator.gateway.tamper = (answer, routeKey) => {
      if (routeKey !== 'GET /health') return answer;
      // Sent as bytes: Node would send text and the headers before it in the encoding of the text.
      const body = Buffer.from(answer.body ?? '').toString('base64');
      return { ...answer, body, isBase64Encoded: true, headers: { ...answer.headers, 'referrer-policy': '\u009b31m' } };
    };
    const { stdout, stderr } = await smoke('--expect-string', 'another');
    expect(stdout + stderr).not.toMatch(/[^\P{C}\n]/u);
    expect(stdout).toMatch(/^✗ query .* gives "\\u001b\[2J\\u\{202e\}\\u\{9b\}31m\\u0007", not "another"$/m);
    expect(stdout).toMatch(/^✗ headers .* referrer-policy: \\u\{9b\}31m$/m);
  });

  test('reports a stage where everyone may write, and writes nothing even then', async () => {
    operator.gateway.token = TEST_TOKEN;
    const { code, stdout } = await smoke();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✗ mutation .* answered 409, not 401$/m);
    expect(await versionNow()).toBe(0);
  });

  test('waits with --wait for a stage that is not healthy yet', async () => {
    let unhealthy = 2;
    operator.gateway.tamper = (answer, routeKey) =>
      routeKey === 'GET /health' && unhealthy-- > 0 ? { statusCode: 503 } : answer;
    expect((await smoke('--wait', '60')).code).toBe(0);
  });

  test('reports in one line that nothing answers', async () => {
    await operator.gateway.stop();
    expect(await smoke()).toEqual({
      code: 1,
      stdout: '',
      stderr: `Nothing answers at ${operator.gateway.url} (ECONNREFUSED).\n`,
    });
  });
});

describe('npx --no saved-string doctor', () => {
  beforeEach(() => chmod(operator.directory, 0o700));

  const doctor = (token: string, ...args: string[]) =>
    operator.run('doctor', ['--store', operator.directory, ...args], { environment: { SAVED_STRING_TOKEN: token } });
  const marksIn = (stdout: string) =>
    Object.fromEntries([...stdout.matchAll(/^([✓✗]) (\w+)/gm)].map(([, mark, name]) => [name, mark]));
  const checkout = { node: '✓', dependencies: '✓', types: '✓', port: expect.anything() };

  test('finds nothing wrong with a checkout, a store, a page and a token', async () => {
    const { stdout, stderr } = await doctor(TEST_TOKEN, '--url', operator.gateway.url);
    expect(marksIn(stdout)).toEqual({ ...checkout, store: '✓', page: '✓', clock: '✓', token: '✓' });
    expect([stdout.match(/token .*/)?.[0], stderr]).toEqual([expect.stringMatching(/is Ada’s, until \d/), '']);
  });

  test.each([
    ['a token that is mistyped', `${TEST_TOKEN.slice(0, -1)}x`, '', { page: '✓', clock: '✓', token: '✗' }],
    ['a token that the stage refuses', formatToken(createToken()), '', { page: '✓', clock: '✓', token: '✗' }],
    ['a page that is no more', TEST_TOKEN, '/nowhere', { page: '✗' }],
  ])('finds %s, and exits with 1', async (_name, token, path, marks) => {
    const { stdout, code } = await doctor(token, '--url', operator.gateway.url + path);
    expect([marksIn(stdout), code]).toEqual([{ ...checkout, store: '✓', ...marks }, 1]);
  });

  test('finds the copy on this machine past the proxy of the environment', async () => {
    const { endpoint } = operator.store;
    await writeAddress(operator.directory, {
      endpoint,
      key: 'test',
      tableName: operator.tableName,
      url: operator.gateway.url,
    });
    const environment = { HTTP_PROXY: 'http://127.0.0.1:9' };
    const { stdout } = await operator.run('doctor', ['--local', '--store', operator.directory], { environment });
    expect(stdout).toContain(`is used by the copy at ${operator.gateway.url}\n`);
  });

  test('finds the table of a stage, and its page by its stack', async () => {
    const cloudFormation = createServer((_request, response) => {
      response.end(`<DescribeStacksResponse><DescribeStacksResult><Stacks><member><Outputs><member>
        <OutputKey>Address</OutputKey><OutputValue>${operator.gateway.url}</OutputValue>
      </member></Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`);
    });
    const { port, stop } = await listen(cloudFormation);
    const environment = {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: operator.store.endpoint,
      AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${port}`,
    };
    const of = async (stage: string) => {
      const args = ['--store', operator.directory, '--stage', stage];
      return marksIn((await operator.run('doctor', args, { environment })).stdout);
    };
    const stage = operator.tableName.replace('saved-string-', '');
    expect(await of(stage)).toEqual({ ...checkout, store: '✓', table: '✓', page: '✓', clock: '✓' });
    expect(await of('nowhere')).toEqual({ ...checkout, store: '✓', table: '✗' });
    await stop();
  });

  test('finds that --local has no copy', async () => {
    const { stdout, code } = await doctor('', '--local');
    expect([marksIn(stdout).store, code]).toEqual(['✗', 1]);
  });

  test('finds a store that others can read, and a clock that is off', async () => {
    await chmod(operator.directory, 0o755);
    operator.gateway.tamper = (answer) => ({
      ...answer,
      headers: { ...answer.headers, date: new Date(0).toUTCString() },
    });
    const { stdout, code } = await doctor('', '--url', operator.gateway.url);
    expect([marksIn(stdout), code]).toEqual([{ ...checkout, store: '✗', page: '✓', clock: '✗' }, 1]);
  });
});
