import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { HttpResponse } from '../../../src/http/handler.ts';
import { listen } from '../listen.ts';
import { createEvent } from './event.ts';
import type { Service } from './service.ts';

/** Changes answers, as a mistake of the service or of its deployment would. */
type Tamper = (answer: HttpResponse, routeKey: string) => HttpResponse;

export interface Gateway {
  readonly url: string;
  /** From now on. */
  tamper: Tamper;
  /** A token that it adds to every request from now on, as if anyone were an editor. */
  token: string | undefined;
  stop(): Promise<void>;
}

const ROUTES = ['GET /', 'GET /health', 'POST /graphql'];

/** Serves the function over HTTP on a free port, as API Gateway does for these routes. */
export const startGateway = async (service: Service): Promise<Gateway> => {
  const server = createServer(async (incoming, response) => {
    const routeKey = `${incoming.method} ${incoming.url}`;
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    if (gateway.token !== undefined) headers.authorization = `Bearer ${gateway.token}`;
    const event = createEvent(routeKey, { headers, body: await text(incoming) });
    const answer = ROUTES.includes(routeKey) ? await service.invoke(event) : { statusCode: 404, body: '{}' };
    const { statusCode = 200, headers: sent = {}, body = '' } = gateway.tamper(answer, routeKey);
    response
      .writeHead(
        statusCode,
        Object.entries(sent).flatMap(([name, value]) => [name, String(value)]),
      )
      .end(body);
  });
  const { port, stop } = await listen(server);
  const gateway: Gateway = {
    url: `http://127.0.0.1:${port}`,
    tamper: (answer) => answer,
    token: undefined,
    stop,
  };
  return gateway;
};
