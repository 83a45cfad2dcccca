import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Context } from 'aws-lambda';
import type { HttpResponse } from '../../src/http/handler.ts';
import type { Stage } from '../../stack/read-stage.ts';
import type { Client } from './client-address.ts';
import { readTarget, toEvent } from './event.ts';
import type { Share } from './memory.ts';
import { hasBody, readBody } from './read-body.ts';
import { createThrottle } from './throttle.ts';

/** The fields of an event that API Gateway fills in for the route that matched. */
export interface Match {
  /** Method and path as serverless.yml declares them. */
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

/**
 * Finds the route of a request among those that serverless.yml declares: `{name}` takes any segment that is not empty, and
 * a route with the request's own method goes before `ANY`.
 */
const createFindRoute = (routeKeys: readonly string[]) => {
  const routes = routeKeys.map((routeKey) => {
    const [method = '', path = ''] = routeKey.split(' ');
    const names = path.slice(1).split('/');
    return { routeKey, method, names: names.map((name) => ({ name, parameter: /^\{(\w+)\}$/.exec(name)?.[1] })) };
  });

  return (method: string, segments: readonly string[]): Match | undefined => {
    const fits = routes.filter(
      ({ names }) =>
        names.length === segments.length &&
        names.every(({ name, parameter }, index) => (parameter ? segments[index] !== '' : segments[index] === name)),
    );
    const route = fits.find((one) => one.method === method) ?? fits.find((one) => one.method === 'ANY');
    if (!route) return undefined;
    const values = route.names.flatMap(({ parameter }, index) =>
      parameter ? [[parameter, segments[index] ?? ''] as const] : [],
    );
    return {
      routeKey: route.routeKey,
      pathParameters: values.length > 0 ? Object.fromEntries(values) : undefined,
    };
  };
};

/** As API Gateway words it. */
const MESSAGES: Readonly<Record<number, string>> = { 413: 'Request Entity Too Large' };

/** An answer of API Gateway's own. */
export const refusal = (statusCode: number): HttpResponse => ({
  statusCode,
  headers: {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...((statusCode === 429 || statusCode === 503) && { 'retry-after': '1' }),
  },
  body: JSON.stringify({ message: MESSAGES[statusCode] ?? STATUS_CODES[statusCode] }),
});

/** The longest body by method, in bytes; other methods have none. The function refuses a little less, with a sentence. */
const BODY_BYTES: Readonly<Record<string, number>> = { POST: 257 * 1024, PUT: 36 * 1024 };

export const takesBody = (method: string | undefined): boolean => method !== undefined && method in BODY_BYTES;

const NONE = Buffer.alloc(0);

interface Request {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly client: Client;
  /** Makes the share of its body. */
  readonly share: () => Share;
  readonly at: Date;
}

export interface GatewayOptions {
  /** The function, as Lambda calls it. */
  readonly handler: (event: unknown, context: Context) => Promise<HttpResponse>;
  /** Without throttles, everything is let through. */
  readonly stage: Pick<Stage, 'routes' | 'cors'> & Partial<Pick<Stage, 'throttles'>>;
}

/** Answers requests as API Gateway's HTTP API does: the same routes, cross-origin answers and throttling. */
export const createGateway = ({ handler, stage }: GatewayOptions) => {
  const findRoute = createFindRoute(stage.routes);
  const mayPass = stage.throttles ? createThrottle(stage.throttles) : () => true;
  const { allowedOrigins, allowedMethods, allowedHeaders, exposedResponseHeaders, maxAge } = stage.cors;

  const allowsAny = allowedOrigins.includes('*');
  const exposed = exposedResponseHeaders.join(',');

  /** The answer to a browser that asks before a request of another site, on any path. */
  const preflight: HttpResponse = {
    statusCode: 204,
    headers: {
      'access-control-allow-methods': allowedMethods.join(','),
      'access-control-allow-headers': allowedHeaders.join(','),
      'access-control-max-age': String(maxAge),
    },
  };

  return {
    /** @returns the headers that let a page of another site read an answer. Where any may, caches keep one answer for all. */
    corsHeaders: ({ origin }: IncomingMessage['headers']): Record<string, string> => {
      const allowed = allowsAny ? '*' : origin;
      if (allowed === undefined || !allowedOrigins.includes(allowed)) return {};
      return { 'access-control-allow-origin': allowed, 'access-control-expose-headers': exposed };
    },

    /**
     * @param whenComplete Called when nothing more is expected from the client.
     * @throws BodyError, and Error when the client goes away.
     */
    answer: async (request: Request, whenComplete: () => void): Promise<[HttpResponse, isHandled: boolean]> => {
      const { incoming, response, client, share } = request;
      const { method = '', headers } = incoming;
      const target = readTarget(incoming);
      const route = target && findRoute(method, target.segments);
      // ANY is for HEAD, which costs as much.
      const isMoment =
        Boolean(target?.query) &&
        /^(GET|ANY) \/$/.test(route?.routeKey ?? '') &&
        new URLSearchParams(target?.query).has('at');
      // Whatever has no route counts together.
      if (!mayPass(route?.routeKey ?? 'none', client.key, isMoment)) return [refusal(429), false];
      if (!target) return [refusal(400), false];
      if (method === 'OPTIONS' && headers['access-control-request-method'] !== undefined) return [preflight, false];
      if (target.path === '*') return [{ statusCode: 204, headers: { allow: allowedMethods.join(', ') } }, false];
      if (!route) return [refusal(404), false];
      // RFC 9112, section 6.1: another coding would be taken for the body.
      if (!/^chunked$/i.test(headers['transfer-encoding'] ?? 'chunked')) return [refusal(501), false];
      const goOn = () => headers.expect !== undefined && response.writeContinue();
      const limit = BODY_BYTES[method] ?? 0;
      const body = limit > 0 && hasBody(incoming) ? await readBody(incoming, limit, share(), goOn) : NONE;
      whenComplete();
      const event = toEvent({ ...request, ...route, target, body });
      // The function reads no more of it than this.
      return [await handler(event, { awsRequestId: event.requestContext.requestId } as Context), true];
    },
  };
};
