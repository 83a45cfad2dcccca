import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Serves one function process like Lambda: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export interface RuntimeApi {
  /** Host and port, in the format of AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** Resolves when the function asks for an event, with the performance.now() of that moment. */
  polled(): Promise<number>;
  /** Sends an event once the function asks for one. The time ends with the last byte of the answer. */
  invoke(event: string): Promise<{ body: string; milliseconds: number }>;
  /** Makes all present and future calls fail. */
  fail(error: Error): void;
  close(): void;
}

const REQUEST_ID = '8476a536-e9f4-11e8-9739-2dfe598c3fcd';
const TIMEOUT_MS = 30_000;

const eventHeaders = (event: string) => ({
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(event),
  'lambda-runtime-aws-request-id': REQUEST_ID,
  'lambda-runtime-deadline-ms': Date.now() + TIMEOUT_MS,
  'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:bench',
  'lambda-runtime-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0',
});

const defer = <T>() => {
  const deferred = Promise.withResolvers<T>();
  // It may fail before any caller waits for it. A later caller still gets the error.
  deferred.promise.catch(() => {});
  return deferred;
};

/** Starts a Lambda Runtime API on a free port. An error reported by the function makes the invocation fail. */
export const startRuntimeApi = async (): Promise<RuntimeApi> => {
  let poll = defer<{ response: ServerResponse; at: number }>();
  let answer = defer<{ body: string; at: number }>();
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
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    polled: async () => (await poll.promise).at,
    invoke: async (event) => {
      const { response } = await poll.promise;
      poll = defer();
      answer = defer();
      const start = performance.now();
      response.writeHead(200, eventHeaders(event)).end(event);
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
