import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import { RequestError } from '../http/errors.ts';
import type { HttpRequest } from '../http/handler.ts';

/** As the client sent it. Far above the longest string with its escapes, far below API Gateway's 10 MB. */
const MAX_BODY_BYTES = 256 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

const readBody = ({ body = '', isBase64Encoded, headers }: HttpRequest): unknown => {
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    throw new RequestError(415, 'The Content-Type must be application/json.');
  }
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES) {
    throw new RequestError(413, `The request body has ${bytes.length} bytes; the limit is ${MAX_BODY_BYTES}.`);
  }
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new RequestError(400, 'The request body is not JSON in UTF-8.');
  }
};

/** @throws RequestError for what is not GraphQL over HTTP. Apollo judges the document in it. */
export const toGraphQLRequest = (request: HttpRequest): HTTPGraphQLRequest => {
  const { method } = request.requestContext.http;
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, value ?? '']);
  return {
    method,
    headers: new HeaderMap(headers),
    search: request.rawQueryString ?? '',
    body: method === 'POST' ? readBody(request) : undefined,
  };
};
