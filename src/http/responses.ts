import type { HttpResponse } from './handler.ts';

/** A JSON answer that nobody may keep. */
export const json = (statusCode: number, body: unknown, headers: Record<string, string> = {}): HttpResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** An HTML document. */
export const html = (statusCode: number, body: string, headers: Record<string, string>): HttpResponse => ({
  statusCode,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body,
});

/** How long a client should wait after a 503, in seconds: most trouble with the store is over by then. */
export const RETRY_AFTER = { 'retry-after': '2' };
