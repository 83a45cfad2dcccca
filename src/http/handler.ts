import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type Explain, type Problem, toAnswer } from './answer.ts';
import { RequestError } from './errors.ts';
import type { Log } from './log.ts';
import { startStopwatch } from './metrics.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { withinTimeBudget } from './time-budget.ts';

/** An HTTP request, as API Gateway sends it (payload format 2.0). */
export type HttpRequest = APIGatewayProxyEventV2;

/** An HTTP response, as API Gateway expects it. */
export type HttpResponse = APIGatewayProxyStructuredResultV2;

/** One run of a route. */
export interface Call {
  readonly requestId: string;
  /** Aborts when the route's time budget is spent. */
  readonly signal: AbortSignal;
  /** Extends the budget, by milliseconds. */
  extend(milliseconds: number): void;
}

/** Answers requests, or throws: the edge turns errors into answers. */
export interface Route {
  handle(request: HttpRequest, call: Call): Promise<HttpResponse>;
  /** Gives an answer that needs no waiting, if there is one. An object that it gives again has not changed. */
  answerAtOnce?(request: HttpRequest): HttpResponse | undefined;
  /** Gives the answer to an error in a representation of the route's own; undefined for JSON. */
  represent?(problem: Problem, request: HttpRequest, error: unknown): HttpResponse | undefined;
  /** In milliseconds; by default that of withinTimeBudget. */
  readonly budgetMs?: number;
}

/** Finds the route for a request. It may load it first. */
export type RouteLoader = (request: HttpRequest) => Route | Promise<Route>;

/** Loads something when it is first asked for: a visitor of the page must not wait for the rest. */
export const later = <Loaded>(load: () => Promise<Loaded>): (() => Promise<Loaded>) => {
  let loaded: Promise<Loaded> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
};

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** Keyed by path, as serverless.yml declares it, and method. HEAD is answered wherever GET is. */
export type Routes = Readonly<Record<string, Readonly<Partial<Record<Method, RouteLoader>>>>>;

/** @returns the event as a request with lower-case header names, or undefined if it is not an HTTP event. */
const toRequest = (event: unknown): HttpRequest | undefined => {
  const request = event as Partial<HttpRequest> | null | undefined;
  if (typeof request?.routeKey !== 'string' || typeof request.requestContext?.http?.method !== 'string')
    return undefined;
  const names = Object.keys(request.headers ?? {});
  if (request.headers && names.every((name) => name === name.toLowerCase())) return request as HttpRequest;
  const headers = Object.fromEntries(names.map((name) => [name.toLowerCase(), request.headers?.[name]]));
  return { ...(request as HttpRequest), headers };
};

/** The gateway's route may take any method, so the request's own counts. */
const pathOf = ({ routeKey }: HttpRequest): string => routeKey.slice(routeKey.indexOf(' ') + 1);

/**
 * Limits the length of all header values together. API Gateway takes no more, and parsing a header of this length costs
 * less than a page.
 */
const MAX_HEADER_LENGTH = 10_240;

const lengthOf = (headers: HttpRequest['headers']): number => {
  let length = 0;
  for (const name in headers) length += headers[name]?.length ?? 0;
  return length;
};

/** Lets every site read every answer, as the gateway does: there is no cookie, and a token is a header. */
const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'etag,retry-after',
};

const METHODS: readonly string[] = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS'];

/** The route's name in the log and the metrics. There are only a few, whatever methods clients invent. */
const nameOf = (request: HttpRequest | undefined): string => {
  if (!request) return 'none';
  const { method } = request.requestContext.http;
  return `${METHODS.includes(method) ? method : 'ANY'} ${pathOf(request)}`;
};

/** The complete answers to GET, by what the routes answered: an answer that is given again is completed once. */
const completed = new WeakMap<HttpResponse, HttpResponse>();

const complete = (answer: HttpResponse, method: string | undefined): HttpResponse => {
  const known = method === 'HEAD' ? undefined : completed.get(answer);
  if (known) return known;
  const { headers = {}, body, ...response } = answer;
  const all: typeof headers = { ...SECURITY_HEADERS, ...CORS_HEADERS, ...headers };
  // Caches that keep it for one site must not give it to another without the gateway's header for that site.
  if (/\bmax-age=[1-9]/.test(String(headers['cache-control'])))
    all.vary = [headers.vary, 'Origin'].filter(Boolean).join(', ');
  if (method !== 'HEAD') {
    const whole = { ...response, headers: all, ...(body !== undefined && { body }) };
    completed.set(answer, whole);
    return whole;
  }
  const length = Buffer.byteLength(body ?? '', response.isBase64Encoded ? 'base64' : 'utf8');
  return { statusCode: response.statusCode ?? 200, headers: { ...all, 'content-length': length } };
};

interface Dependencies {
  readonly routes: Routes;
  readonly explain: Explain;
  readonly log: Log;
}

/** Creates the edge: it finds the route, turns what is thrown into an answer, and logs one line per request. */
export const createHandler = ({ routes, explain, log }: Dependencies) => {
  const find = (request: HttpRequest, method: string): RouteLoader => {
    if (lengthOf(request.headers) > MAX_HEADER_LENGTH) throw new RequestError(431, 'The request headers are too long.');
    const path = pathOf(request);
    const methods = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (!methods) throw new RequestError(404, 'There is no such route.', { code: 'NOT_FOUND' });
    const name = method === 'HEAD' ? 'GET' : method;
    const load = Object.hasOwn(methods, name) ? methods[name as Method] : undefined;
    if (load) return load;
    // RFC 9110, section 15.5.6.
    const allow = [...Object.keys(methods), ...(methods.GET ? ['HEAD'] : []), 'OPTIONS'].join(', ');
    if (method === 'OPTIONS') return () => ({ handle: async () => ({ statusCode: 204, headers: { allow } }) });
    throw new RequestError(405, `This route takes ${allow}.`, { headers: { allow } });
  };

  const answer = async (request: HttpRequest | undefined, requestId: string): Promise<HttpResponse> => {
    let route: Route | undefined;
    try {
      if (!request)
        throw new RequestError(400, 'This function only answers HTTP requests from an API Gateway HTTP API.');
      const found = await find(request, request.requestContext.http.method)(request);
      route = found;
      const atOnce = found.answerAtOnce?.(request);
      if (atOnce) return atOnce;
      return await withinTimeBudget(
        (signal, extend) => found.handle(request, { requestId, signal, extend }),
        found.budgetMs,
      );
    } catch (error) {
      const problem = explain(error, requestId);
      return (request && route?.represent?.(problem, request, error)) ?? toAnswer(problem);
    }
  };

  return async (event: unknown, { awsRequestId: requestId }: Context): Promise<HttpResponse> => {
    const elapsed = startStopwatch();
    const request = toRequest(event);
    const response = await answer(request, requestId);
    log.request({
      requestId,
      route: nameOf(request),
      status: response.statusCode ?? 200,
      milliseconds: Math.round(elapsed()),
    });
    return complete(response, request?.requestContext.http.method);
  };
};
