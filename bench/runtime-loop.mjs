// Runs a function like Lambda's Node runtime: loads the handler, then takes event after event from the Runtime API.
// Plain JavaScript, because stripping types would count towards the function's cold start. So would `import … from
// 'node:http'`, which loads everything that the module could ever need (nodejs/node#59686).
const { existsSync } = process.getBuiltinModule('node:fs');
const { Agent, request } = process.getBuiltinModule('node:http');

const { AWS_LAMBDA_RUNTIME_API = '', _HANDLER = '', LAMBDA_TASK_ROOT } = process.env;
const [hostname, port] = AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** @type {(method: string, path: string, body?: string) => Promise<{ headers: import('node:http').IncomingHttpHeaders, body: string }>} */
const call = (method, path, body = '') =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const options = { hostname, port, path: `/2018-06-01/runtime/${path}`, method, headers, agent };
    const outgoing = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ headers: response.headers, body: text }));
    });
    outgoing.on('error', reject).end(body);
  });

/** @param {unknown} error */
const describe = (error) => JSON.stringify({ errorMessage: error instanceof Error ? error.stack : String(error) });

const loadHandler = async () => {
  const [, path, name = ''] = /^(.*)\.([^.]+)$/.exec(_HANDLER) ?? [];
  const base = `${LAMBDA_TASK_ROOT}/${path}`;
  const file = ['.js', '.mjs', '.cjs'].map((extension) => base + extension).find(existsSync);
  const handler = (await import(String(file)))[name];
  if (handler.length > 2) throw new Error('Handlers with a callback are no longer supported');
  return handler;
};

const handler = await loadHandler().catch(async (error) => {
  await call('POST', 'init/error', describe(error));
  process.exit(1);
});
while (true) {
  const { headers, body } = await call('GET', 'invocation/next');
  const context = {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Number(headers['lambda-runtime-deadline-ms']) - Date.now(),
  };
  const invocation = `invocation/${context.awsRequestId}`;
  try {
    const answer = await handler(JSON.parse(body), context);
    await call('POST', `${invocation}/response`, JSON.stringify(answer ?? null));
  } catch (error) {
    await call('POST', `${invocation}/error`, describe(error));
  }
}
