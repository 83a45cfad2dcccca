import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { HttpResponse } from '../../src/http/handler.ts';
import { buildCheck } from '../../stack/check/build-check.ts';
import { checkVersion, type Invoke } from '../../stack/check/check-version.ts';
import { harness } from '../support/harness.ts';
import { listen } from '../support/listen.ts';

const here = harness(['service'], { lasts: 'file' });

describe('the check of a new version', () => {
  test('passes a correct version, before and after the first save', async () => {
    expect(await checkVersion(here.service.invoke)).toBeUndefined();
    await here.service.save('Open until ten tonight <b>');
    expect(await checkVersion(here.service.invoke)).toBeUndefined();
  });

  type Event = Parameters<Invoke>[0];
  const to = (routeKey: string) => (event: Event) => event.routeKey === routeKey;

  test.each<[string, (event: Event) => boolean | undefined, (answer: HttpResponse) => Partial<HttpResponse>]>([
    ['GET /health answered 503, not 200', to('GET /health'), () => ({ statusCode: 503 })],
    ['GET / answered 500, not 200', to('GET /'), () => ({ statusCode: 500 })],
    ['The page shows no string', to('GET /'), () => ({ body: '<h1>Hello</h1>' })],
    ['POST /graphql answered 500, not 200', to('POST /graphql'), () => ({ statusCode: 500 })],
    // It shows two different strings.
    [
      'The page shows a different string than the query',
      ({ headers }) => headers.accept === 'application/json',
      ({ body = '' }) => ({ body: JSON.stringify({ ...JSON.parse(body), value: 'another one' }) }),
    ],
    // It lets everyone write.
    ['POST /graphql answered 409, not 401', ({ body }) => body?.includes('mutation'), () => ({ statusCode: 409 })],
  ])('reports a fault: %s', async (fault, isWrong, change) => {
    const found = await checkVersion(async (event) => {
      const answer = await here.service.invoke(event);
      return isWrong(event) ? { ...answer, ...change(answer) } : answer;
    });
    expect(found).toBe(fault);
  });

  test('reports a version that crashes', async () => {
    const fault = await checkVersion(() => Promise.reject(new Error('GET /health crashed')));
    expect(fault).toBe('GET /health crashed');
  });

  test('writes nothing to the log', async () => {
    const version = () => here.service.graphql('{ latestRevision { version } }');
    const before = await version();
    await checkVersion(here.service.invoke);
    expect((await version()).data).toEqual(before.data);
  });
});

describe('the hook of a release', () => {
  let directory: string;
  let endpoint: string;
  let stop: () => Promise<void>;
  /** The result of a call of the function, and the status sent to CodeDeploy. */
  const aws = { crashes: false, invoked: new Set<string>(), told: [] as unknown[] };

  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request));
    if (request.headers['x-amz-target']?.toString().endsWith('.PutLifecycleEventHookExecutionStatus')) {
      aws.told.push(body);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{}');
      return;
    }
    aws.invoked.add(String(request.url));
    response
      .writeHead(200, aws.crashes ? { 'x-amz-function-error': 'Unhandled' } : {})
      .end(JSON.stringify(await here.service.invoke(body)));
  });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'saved-string-check-'));
    await writeFile(join(directory, 'index.js'), await buildCheck());
    const listening = await listen(server);
    endpoint = `http://127.0.0.1:${listening.port}`;
    stop = listening.stop;
  });
  afterAll(async () => {
    await stop();
    await rm(directory, { recursive: true });
  });
  beforeEach(() => {
    Object.assign(aws, { crashes: false, invoked: new Set(), told: [] });
  });

  const run = () => {
    const event = { DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'execution' };
    const call = `require(${JSON.stringify(join(directory, 'index.js'))}).handler(${JSON.stringify(event)})`;
    const env = {
      FUNCTION: 'saved-string-prod-web',
      VERSION: '7',
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      // Provides the SDK, as Lambda's runtime does.
      NODE_PATH: join(import.meta.dirname, '../../node_modules'),
    };
    return promisify(execFile)(process.execPath, ['-e', call], { env });
  };

  test('lets a release go on when the new version is correct', async () => {
    await run();
    expect([...aws.invoked]).toEqual(['/2015-03-31/functions/saved-string-prod-web/invocations?Qualifier=7']);
    expect(aws.told).toEqual([
      { deploymentId: 'd-1', lifecycleEventHookExecutionId: 'execution', status: 'Succeeded' },
    ]);
  });

  test('stops a release when the new version crashes three times, and logs the reason', async () => {
    aws.crashes = true;
    const { stderr } = await run();
    expect(stderr).toContain('GET /health crashed');
    expect(aws.told).toEqual([{ deploymentId: 'd-1', lifecycleEventHookExecutionId: 'execution', status: 'Failed' }]);
    // The hook waits between its three tries.
  }, 60_000);
});
