import { Agent, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { HttpRequest, HttpResponse } from '../../../src/http/handler.ts';
import { startGateway } from './gateway.ts';
import { createClient, type Service } from './service.ts';

export interface ServedService extends Service {
  stop(): Promise<void>;
}

/** What Node's server adds to each answer. */
const OF_TRANSPORT = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'];

const isOfService = ([name]: [string, unknown]): boolean => !OF_TRANSPORT.includes(name);

/** Puts the server of `serve` between the tests and a service: each event travels as an HTTP request, and its answer back. */
export const serveOverHttp = async (service: Service): Promise<ServedService> => {
  const gateway = await startGateway(service);
  const agent = new Agent({ keepAlive: true });

  const send = ({ rawPath, rawQueryString, headers, requestContext, body, isBase64Encoded }: HttpRequest) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const path = rawQueryString ? `${rawPath}?${rawQueryString}` : rawPath;
      request(`${gateway.url}${path}`, { agent, method: requestContext.http.method, headers })
        .once('response', resolve)
        .once('error', reject)
        .end(body && Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
    });

  const invoke = async (event: unknown): Promise<HttpResponse> => {
    const answer = await send(event as HttpRequest);
    const headers = Object.fromEntries(Object.entries(answer.headers).filter(isOfService)) as Record<string, string>;
    const body = await buffer(answer);
    const isBinary = 'content-encoding' in headers;
    return {
      statusCode: answer.statusCode ?? 0,
      headers,
      ...(body.length > 0 && { body: body.toString(isBinary ? 'base64' : 'utf8'), isBase64Encoded: isBinary }),
    };
  };

  return {
    ...createClient(invoke),
    stop: async () => {
      agent.destroy();
      await gateway.stop();
    },
  };
};
