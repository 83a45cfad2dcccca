import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Log } from './log.ts';
import { startStopwatch } from './metrics.ts';
import { json } from './responses.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** An HTTP request, as API Gateway sends it (payload format 2.0). */
export type HttpRequest = APIGatewayProxyEventV2;

/** An HTTP response, as API Gateway expects it. */
export type HttpResponse = APIGatewayProxyStructuredResultV2;

/** Answers one route. Every error it throws is a defect: the edge logs it and answers 500. */
export type RouteHandler = (request: HttpRequest, context: Context) => Promise<HttpResponse>;

/** Keyed by `event.routeKey`: method and path as serverless.yml declares them. */
export type Routes = Readonly<Record<string, RouteHandler>>;

/** @returns the event as a request with lower-case header names, or undefined if it is not an HTTP event. */
const toRequest = (event: unknown): HttpRequest | undefined => {
  const request = event as Partial<HttpRequest> | null | undefined;
  if (typeof request?.routeKey !== 'string' || typeof request.requestContext?.http?.method !== 'string')
    return undefined;
  const headers: HttpRequest['headers'] = {};
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
  return { ...(request as HttpRequest), headers };
};

const findRoute = (routes: Routes, routeKey: string): RouteHandler =>
  (Object.hasOwn(routes, routeKey) && routes[routeKey]) || (async () => json(404, { error: 'There is no such route' }));

/**
 * Limits the length of all header values together. API Gateway takes no more, and parsing a header of this length costs
 * less than a page.
 */
const MAX_HEADER_LENGTH = 10_240;

const lengthOf = (headers: HttpRequest['headers']): number =>
  Object.values(headers).reduce((sum, value = '') => sum + value.length, 0);

/** Creates the edge: it finds the route, catches unexpected errors, and logs one line per request. */
export const createHandler =
  ({ routes, log }: { routes: Routes; log: Log }) =>
  async (event: unknown, context: Context): Promise<HttpResponse> => {
    const elapsed = startStopwatch();
    const requestId = context.awsRequestId;
    const request = toRequest(event);

    const answer = async () => {
      if (!request)
        return json(400, { error: 'This function only answers HTTP requests from an API Gateway HTTP API' });
      if (lengthOf(request.headers) > MAX_HEADER_LENGTH)
        return json(431, { error: 'The request headers are too long' });
      return findRoute(routes, request.routeKey)(request, context);
    };
    const response = await answer().catch((error: unknown) => {
      log.failure(error, requestId);
      return json(500, { error: 'Something went wrong on our side', requestId });
    });

    log.request({
      requestId,
      route: request?.routeKey ?? 'none',
      status: response.statusCode ?? 200,
      milliseconds: Math.round(elapsed()),
    });
    const complete = { ...response, headers: { ...SECURITY_HEADERS, ...response.headers } };
    if (request?.requestContext.http.method !== 'HEAD') return complete;
    const { body: _body, ...head } = complete;
    return head;
  };
