import type { IncomingHttpHeaders } from 'node:http';
import type { HttpResponse } from '../../src/http/handler.ts';
import type { Cors } from '../../stack/serverless-yml.ts';

/** Answers for API Gateway what a browser asks before a request of another site, and what it wants to hear with the answer. */
export const createCors = ({
  allowedOrigins,
  allowedMethods,
  allowedHeaders,
  exposedResponseHeaders,
  maxAge,
}: Cors) => ({
  /** The headers that let a page of another site read an answer. */
  headersFor: ({ origin }: IncomingHttpHeaders): Record<string, string> => {
    const allowed = ['*', origin].find((one) => one !== undefined && allowedOrigins.includes(one));
    if (origin === undefined || allowed === undefined) return {};
    return {
      'access-control-allow-origin': allowed,
      'access-control-expose-headers': exposedResponseHeaders.join(','),
    };
  },

  /** The answer to OPTIONS, on any path. */
  preflight: (asked: IncomingHttpHeaders): HttpResponse => ({
    statusCode: 204,
    headers:
      asked['access-control-request-method'] === undefined
        ? {}
        : {
            'access-control-allow-methods': allowedMethods.join(','),
            'access-control-allow-headers': allowedHeaders.join(','),
            'access-control-max-age': String(maxAge),
          },
  }),
});
