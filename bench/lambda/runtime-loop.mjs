// Runs a function like Lambda's Node runtime: loads the handler, then takes event after event from the Runtime API.
// Plain JavaScript, because stripping types would count towards the function's cold start. So would `import … from
// 'node:http'`, which loads everything that the module could ever need (nodejs/node#59686).
const { existsSync } = process.getBuiltinModule('node:fs');
const { Agent, request } = process.getBuiltinModule('node:http');
const { join } = process.getBuiltinModule('node:path');
const { pathToFileURL } = process.getBuiltinModule('node:url');

const [hostname, port] = String(process.env.AWS_LAMBDA_RUNTIME_API).split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** @typedef {{ headers: import('node:http').IncomingHttpHeaders, body: string }} Answer */
/** @type {(method: string, path: string, body?: string) => Promise<Answer>} */
const call = (method, path, body = '') =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const options = { hostname, port, path: `/2018-06-01/runtime/${path}`, method, headers, agent };
    request(options, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (chunk) => {
          text += chunk;
        })
        .on('end', () => resolve({ headers: response.headers, body: text }));
    })
      .on('error', reject)
      .end(body);
  });

/** @param {unknown} error */
const describe = (error) => {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return JSON.stringify({ errorType: name, errorMessage: message, trace: stack?.split('\n') });
};

const loadHandler = async () => {
  const [, path, name] = /^(.*)\.([^.]+)$/.exec(String(process.env._HANDLER)) ?? [];
  const base = join(String(process.env.LAMBDA_TASK_ROOT), String(path));
  const file = ['.js', '.mjs', '.cjs'].map((extension) => base + extension).find(existsSync);
  if (file === undefined) throw new Error(`There is no module ${base}`);
  const handler = (await import(pathToFileURL(file).href))[String(name)];
  if (typeof handler !== 'function') throw new Error(`${process.env._HANDLER} is not a function`);
  if (handler.length > 2) throw new Error('Handlers with a callback are no longer supported');
  return handler;
};

/** @param {import('node:http').IncomingHttpHeaders} headers */
const createContext = (headers) => ({
  awsRequestId: headers['lambda-runtime-aws-request-id'],
  invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  getRemainingTimeInMillis: () => Number(headers['lambda-runtime-deadline-ms']) - Date.now(),
});

const handler = await loadHandler().catch(async (error) => {
  await call('POST', 'init/error', describe(error));
  process.exit(1);
});
while (true) {
  const { headers, body } = await call('GET', 'invocation/next');
  const context = createContext(headers);
  try {
    const answer = await handler(JSON.parse(body), context);
    await call('POST', `invocation/${context.awsRequestId}/response`, JSON.stringify(answer ?? null));
  } catch (error) {
    await call('POST', `invocation/${context.awsRequestId}/error`, describe(error));
  }
}
