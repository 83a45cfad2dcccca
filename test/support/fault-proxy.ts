import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What becomes of one request to the store. */
export type Fault =
  | 'none'
  /** The connection breaks before the store sees the request. */
  | 'reset'
  /** The store does what was asked, and its answer gets lost. */
  | 'lost answer'
  /** The store does what was asked, and half of its answer arrives. */
  | 'truncated answer'
  /** Nobody ever answers. */
  | 'hang'
  | 'server error'
  | 'throttle'
  | 'access denied'
  | 'no such table';

const ERRORS: Partial<Record<Fault, readonly [number, string]>> = {
  'server error': [500, 'InternalServerError'],
  throttle: [400, 'ProvisionedThroughputExceededException'],
  'access denied': [400, 'AccessDeniedException'],
  'no such table': [400, 'ResourceNotFoundException'],
};

/** The store's operation, such as `PutItem`. */
type ChooseFault = (operation: string) => Fault;

export interface FaultProxy {
  readonly endpoint: string;
  /** Every operation that a client sent, in order. */
  readonly operations: string[];
  /** Decides from now on. */
  choose: ChooseFault;
  stop(): Promise<void>;
}

const forward = async (endpoint: string, request: IncomingMessage, body: Buffer) => {
  const headers = Object.fromEntries(
    ['content-type', 'x-amz-target', 'authorization', 'x-amz-date'].map((name) => [
      name,
      String(request.headers[name]),
    ]),
  );
  const answer = await fetch(endpoint, { method: 'POST', headers, body: new Uint8Array(body) });
  return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
};

const send = (response: ServerResponse, status: number, body: Buffer | string) =>
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'content-length': body.length }).end(body);

/** Stands between the function and its store, and breaks what it is told to break. */
export const startFaultProxy = async (endpoint: string): Promise<FaultProxy> => {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request);
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    proxy.operations.push(operation);
    const fault = proxy.choose(operation);

    if (fault === 'hang') return;
    if (fault === 'reset') return request.socket.destroy();
    const error = ERRORS[fault];
    if (error) {
      const [status, name] = error;
      const type = `com.amazonaws.dynamodb.v20120810#${name}`;
      return send(
        response,
        status,
        JSON.stringify({ __type: type, message: `arn:aws:dynamodb:eu-west-1:123456789012` }),
      );
    }

    const answer = await forward(endpoint, request, body);
    if (fault === 'lost answer') return request.socket.destroy();
    if (fault === 'truncated answer') {
      response.writeHead(answer.status, { 'content-length': answer.body.length });
      return response.write(answer.body.subarray(0, answer.body.length / 2), () => request.socket.destroy());
    }
    return send(response, answer.status, answer.body);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const proxy: FaultProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    operations: [],
    choose: () => 'none',
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
};
