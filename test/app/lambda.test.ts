import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const environment = {
  STAGE: 'test',
  TABLE_NAME: 'none',
  INITIAL_STRING: 'dynamic string',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  // Lambda waits for the warm-up in a function of this size; nothing answers here.
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
  AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
};

test.each([
  ['import()', 'module', `await import('./src/lambda.ts')`],
  ['require()', 'commonjs', `require('./src/lambda.ts')`],
])('a host that loads the handler with %s gets a function of two parameters', async (_name, type, load) => {
  const code = `const { handler } = ${load}; console.log(typeof handler, handler.length);`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', `--input-type=${type}`, '--eval', code],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)), env: environment },
  );
  expect(stdout).toBe('function 2\n');
});

test('an event with a task runs it, and every other event is answered', async () => {
  const code = `
    const { handler } = await import('./src/lambda.ts');
    const events = [{ task: 'none' }, { routeKey: 'GET /nowhere', requestContext: { http: { method: 'GET' } }, body: '{"task":"none"}' }, { task: 1 }, null];
    for (const event of events) {
      const { statusCode } = await handler(event, { awsRequestId: '1' }).catch(({ message }) => ({ statusCode: message }));
      console.error(statusCode);
    }`;
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', code],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)), env: environment },
  );
  expect(stderr.trimEnd().split('\n')).toEqual(['The task none failed', '404', '400', '400']);
});
