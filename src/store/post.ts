import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

/** A server’s answer to a POST. */
export interface Answer {
  readonly status: number;
  /** The Date header. */
  readonly date: string | undefined;
  readonly text: string;
}

/** Where connections go through a proxy. */
export interface Agents {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

const CONNECT_MS = 500;

const MAX_CONNECTIONS = 50;

/** DynamoDB answers with up to 1 MB of items, whose JSON may take six characters for a byte, and has names as well. */
const MAX_LENGTH = 7 * 2 ** 20;

/** How often a request goes out again at once because the connection that was kept for it is closed. */
const MAX_CLOSED = 2;

const CLOSED = ['ECONNRESET', 'EPIPE'];

const timeout = (problem: string) => Object.assign(new Error(problem), { name: 'TimeoutError', code: 'ETIMEDOUT' });

/** Calls back after that time, and after this process has read what came while it was busy. */
const startTimer = (milliseconds: number, callback: () => void) => setTimeout(setImmediate, milliseconds, callback);

/** The server closed a kept connection, perhaps before it saw this request. */
class ConnectionClosedError extends Error {}

/**
 * Creates a function that sends a POST request to an address, over connections that are kept.
 *
 * @param answerMs How long an answer may take in full, connecting included.
 */
export const createPost = (url: URL, answerMs: number, agents?: Agents) => {
  const isHttp = url.protocol === 'http:';
  const { request, Agent } = isHttp ? http : https;
  const own = isHttp ? agents?.httpAgent : agents?.httpsAgent;
  const agent = own ?? new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const target = { method: 'POST', agent, hostname, port: url.port, path: url.pathname };

  /** Closes the connections that wait for a request: where one is dead, others may be. */
  const closeIdle = (): void => {
    for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
  };

  const send = (headers: Record<string, string>, body: string, signal: AbortSignal) =>
    new Promise<Answer>((resolve, reject) => {
      signal.throwIfAborted();
      const call = request({ ...target, headers: { ...headers, 'content-length': Buffer.byteLength(body) } });
      let isAnswered = false;
      let connecting: NodeJS.Timeout | undefined;
      let isOver = false;
      const stop = () => {
        isOver = true;
        clearTimeout(connecting);
        clearTimeout(answering);
        signal.removeEventListener('abort', abort);
      };
      const fail = (error: unknown) => {
        stop();
        reject(error);
        call.destroy();
      };
      const abort = () => fail(signal.reason);
      const answering = startTimer(answerMs, () => {
        if (isOver) return;
        if (call.reusedSocket) closeIdle();
        fail(timeout(`No answer within ${answerMs} ms`));
      });
      signal.addEventListener('abort', abort);

      call.on('socket', (socket: Socket) => {
        if (!socket.connecting) return;
        connecting = startTimer(CONNECT_MS, () => {
          if (!isOver && socket.connecting) fail(timeout(`No connection within ${CONNECT_MS} ms`));
        });
      });
      call.on('error', (cause: NodeJS.ErrnoException) => {
        const isClosed = call.reusedSocket && !isAnswered && CLOSED.includes(cause.code ?? '');
        fail(isClosed ? new ConnectionClosedError(cause.message, { cause }) : cause);
      });
      call.on('response', (response) => {
        isAnswered = true;
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > MAX_LENGTH) fail(new Error('The answer is too long'));
        });
        response.on('error', fail);
        response.on('end', () => {
          stop();
          resolve({ status: response.statusCode ?? 0, date: response.headers.date, text });
        });
      });
      call.end(body);
    });

  return {
    /** @throws the error of the connection, an error with the code ETIMEDOUT, or the signal's reason. */
    post: async (headers: Record<string, string>, body: string, signal: AbortSignal): Promise<Answer> => {
      for (let closed = 1; ; closed++) {
        try {
          return await send(headers, body, signal);
        } catch (error) {
          if (!(error instanceof ConnectionClosedError)) throw error;
          if (closed > MAX_CLOSED) throw error.cause;
          closeIdle();
        }
      }
    },
    destroy: () => agent.destroy(),
  };
};
