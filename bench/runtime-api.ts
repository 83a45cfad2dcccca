import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const eventHeaders = {
  'content-type': 'application/json',
  'lambda-runtime-aws-request-id': '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
  'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:bench',
  'lambda-runtime-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0',
};
const TIMEOUT_MS = 30_000;

const defer = <T>() => {
  const deferred = Promise.withResolvers<T>();
  // It may fail before any caller waits for it. A later caller still gets the error.
  deferred.promise.catch(() => {});
  return deferred;
};

/**
 * Serves one function process on a free port like Lambda: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 * An error that the function reports makes the invocation fail.
 */
export const startRuntimeApi = async () => {
  let poll = defer<{ response: ServerResponse; at: number }>();
  let answer = defer<{ body: string; at: number }>();

  /** Makes all present and future calls fail. */
  const fail = (error: Error) => {
    poll.reject(error);
    answer.reject(error);
  };
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'GET') return poll.resolve({ response, at: performance.now() });
    const body = await text(request);
    const at = performance.now();
    response.writeHead(202).end();
    if (request.url?.endsWith('/response')) return answer.resolve({ body, at });
    return fail(new Error(`The function reported ${request.url}: ${body.slice(0, 1_000)}`));
  };
  const server = createServer((request, response) => void receive(request, response).catch(fail));
  await once(server.listen(0, '127.0.0.1'), 'listening');

  return {
    /** Host and port, in the format of AWS_LAMBDA_RUNTIME_API. */
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Resolves when the function asks for an event, with the performance.now() of that moment. */
    polled: async () => (await poll.promise).at,
    /** Sends an event once the function asks for one. The time ends with the last byte of the answer. */
    invoke: async (event: string) => {
      const { response } = await poll.promise;
      poll = defer();
      answer = defer();
      const deadline = { 'lambda-runtime-deadline-ms': Date.now() + TIMEOUT_MS };
      const start = performance.now();
      response.writeHead(200, { ...eventHeaders, ...deadline, 'content-length': Buffer.byteLength(event) }).end(event);
      const { body, at } = await answer.promise;
      return { body, milliseconds: at - start };
    },
    fail,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
