import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../listen.ts';

/** The fate of one request to the store. */
export type Fault =
  | 'none'
  /** The connection breaks before the store sees the request. */
  | 'reset'
  /** The connection breaks, and the request reaches the store after the client has moved on. */
  | 'late request'
  /** The store executes the request, and its answer gets lost. */
  | 'lost answer'
  /** The store executes the request, and half of its answer arrives. */
  | 'truncated answer'
  /** The store executes the request at once, and its answer is slow. */
  | 'slow'
  /** A read that is not consistent gets the previous answer to the same read. All other requests pass. */
  | 'stale answer'
  /** The store answers 200 with an empty result. */
  | 'empty answer'
  /** No answer ever comes. */
  | 'hang'
  | 'server error'
  | 'throttle'
  | 'access denied'
  | 'no such table';

/** Long compared with an ordinary answer, short compared with the client's timeout. */
const A_WHILE = 30;

const ERRORS: Partial<Record<Fault, readonly [number, string]>> = {
  'server error': [500, 'InternalServerError'],
  throttle: [400, 'ProvisionedThroughputExceededException'],
  'access denied': [400, 'AccessDeniedException'],
  'no such table': [400, 'ResourceNotFoundException'],
};

/** The store's operation, such as `PutItem`. */
type ChooseFault = (operation: string) => Fault;

/** A mistake that the function could have made: the proxy changes requests as if it had. */
export type Mistake = 'reads without ConsistentRead' | 'writes without writeId';

export interface FaultProxy {
  readonly endpoint: string;
  /** Every operation that a client sent, in order. */
  readonly operations: string[];
  /** The cost of the reads so far, in the store's units of 4 KB. */
  units: number;
  /** Replaces the current decision from now on. */
  choose: ChooseFault;
  stop(): Promise<void>;
}

/** Forwards a request with node:http, which takes half the time of fetch. */
const forward = async (agent: Agent, endpoint: string, { headers }: IncomingMessage, body: Buffer) => {
  const passed = Object.fromEntries(
    ['content-type', 'x-amz-target', 'authorization', 'x-amz-date'].map((name) => [name, String(headers[name])]),
  );
  const outgoing = request(endpoint, { method: 'POST', agent, headers: { ...passed, 'content-length': body.length } });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, body: await buffer(answer) };
};

const send = (response: ServerResponse, status: number, body: Buffer | string) =>
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'content-length': body.length }).end(body);

/** @returns the key of a read that is not consistent; undefined for any other request. */
const inconsistentRead = (operation: string, body: Buffer): string | undefined => {
  if (operation !== 'GetItem' && operation !== 'Query') return undefined;
  const { ConsistentRead, ...question } = JSON.parse(body.toString()) as Record<string, unknown>;
  return ConsistentRead === true ? undefined : JSON.stringify([operation, question]);
};

/** Starts a proxy between the function and its store, which injects faults. */
export const startFaultProxy = async (endpoint: string, mistake?: Mistake): Promise<FaultProxy> => {
  const agent = new Agent({ keepAlive: true });
  const earlier = new Map<string, Buffer>();

  const misread = (body: Buffer) =>
    mistake === 'reads without ConsistentRead'
      ? Buffer.from(body.toString().replace('"ConsistentRead":true', '"ConsistentRead":false'))
      : body;

  // A client that can't recognise its own write takes it for another client's.
  const misjudge = (body: Buffer) =>
    mistake === 'writes without writeId'
      ? Buffer.from(body.toString().replace(/"writeId":\{"S":"[^"]*"\}/g, '"writeId":{"S":"unknown"}'))
      : body;

  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const body = misread(await buffer(incoming));
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
    proxy.operations.push(operation);
    const fault = proxy.choose(operation);

    if (fault === 'hang') return;
    if (fault === 'reset') return incoming.socket.destroy();
    if (fault === 'late request') {
      incoming.socket.destroy();
      await sleep(A_WHILE);
    }
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

    if (fault === 'empty answer') return send(response, 200, '{}');
    const answer = await forward(agent, endpoint, incoming, body);
    proxy.units += Number(/"CapacityUnits":([\d.]+)/.exec(answer.body.toString())?.[1] ?? 0);
    if (fault === 'slow') await sleep(A_WHILE);
    if (fault === 'lost answer' || fault === 'late request') return incoming.socket.destroy();
    if (fault === 'truncated answer') {
      response.writeHead(answer.status, { 'content-length': answer.body.length });
      return response.write(answer.body.subarray(0, answer.body.length / 2), () => incoming.socket.destroy());
    }

    const question = inconsistentRead(operation, body);
    if (question !== undefined) {
      const before = earlier.get(question);
      earlier.set(question, answer.body);
      if (fault === 'stale answer' && before) return send(response, answer.status, before);
    }
    return send(response, answer.status, misjudge(answer.body));
  };

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => incoming.socket.destroy());
  });
  const { port, stop } = await listen(server);
  const proxy: FaultProxy = {
    endpoint: `http://127.0.0.1:${port}`,
    operations: [],
    units: 0,
    choose: () => 'none',
    stop: async () => {
      await stop();
      agent.destroy();
    },
  };
  return proxy;
};
