import type { HttpResponse } from './handler.ts';

/** Makes a JSON response that must not be cached. */
export const json = (statusCode: number, body: unknown, headers: Record<string, string> = {}): HttpResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** Makes an HTML response. */
export const html = (statusCode: number, body: string, headers: Record<string, string>): HttpResponse => ({
  statusCode,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body,
});
