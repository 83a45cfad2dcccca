import { startHttpServer } from '../../../cli/serve/http-server.ts';
import type { HttpRequest, HttpResponse } from '../../../src/http/handler.ts';
import { readStage } from '../../../stack/read-stage.ts';
import type { Instance } from './service.ts';

const { routes, cors } = readStage('dev');

/** The path that smoke expects to be missing. It reaches the function, so that a test can tamper with the answer. */
const NO_ROUTE = 'GET /there-is-no-such-page';

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

/** Serves the function over HTTP on a free port, as API Gateway does, and pushes what changes, as `serve` does. */
export const startGateway = async (service: Instance): Promise<Gateway> => {
  const server = await startHttpServer(
    {
      stage: { routes: [...routes, NO_ROUTE], cors },
      readNews: service.news,
      handler: async (event) => {
        const { headers, ...request } = event as HttpRequest;
        const authorization = gateway.token === undefined ? {} : { authorization: `Bearer ${gateway.token}` };
        const answer = await service.invoke({ ...request, headers: { ...headers, ...authorization } });
        return gateway.tamper(answer, request.routeKey.replace('ANY', request.requestContext.http.method));
      },
    },
    0,
    '127.0.0.1',
  );
  const gateway: Gateway = {
    url: `http://127.0.0.1:${server.port}`,
    tamper: (answer) => answer,
    token: undefined,
    stop: server.stop,
  };
  return gateway;
};
