import { Agent, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { HttpRequest, HttpResponse } from '../../../src/http/handler.ts';
import { shareReads } from '../../../src/store/share-reads.ts';
import { startGateway } from './gateway.ts';
import { createClient, type Environment, type Instance, loadService } from './service.ts';

/** Headers that Node's server adds to each answer. */
const OF_TRANSPORT = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'];

const isOfService = ([name]: [string, unknown]): boolean => !OF_TRANSPORT.includes(name);

/** Puts the server of `serve` between the tests and a service: each event travels as an HTTP request, and its answer back. */
export const serveOverHttp = async (service: Instance): Promise<Instance> => {
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
    const sent = event as HttpRequest;
    const answer = await send(sent);
    const { statusCode = 0 } = answer;
    const headers = Object.fromEntries(Object.entries(answer.headers).filter(isOfService)) as Record<string, string>;
    const body = await buffer(answer);
    if (sent.requestContext.http.method === 'HEAD' || statusCode === 304) return { statusCode, headers };
    if ('content-encoding' in headers) {
      return { statusCode, headers, body: body.toString('base64'), isBase64Encoded: true };
    }
    return { statusCode, headers, body: body.toString() };
  };

  return {
    ...service,
    ...createClient(invoke),
    stop: async () => {
      agent.destroy();
      await gateway.stop();
    },
  };
};

/** Loads a service as `serve` does, and reaches it over HTTP. */
export const loadOverHttp = async (environment: Environment): Promise<Instance> =>
  serveOverHttp(await loadService({ ...environment, share: shareReads }));
