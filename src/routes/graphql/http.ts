import { HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { DEFECT, type ErrorCode, RequestError } from '../../http/errors.ts';
import type { HttpRequest, HttpResponse } from '../../http/handler.ts';
import { json } from '../../http/responses.ts';
import { MAX_ANSWER_BYTES, tooLarge } from './limit-reads.ts';

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

const refusal = (status: number, code: ErrorCode, message: string): HttpResponse =>
  json(status, { errors: [{ message, extensions: { code } }] });

/** Apollo's codes for a document that it can't execute. The HTTP request itself was fine. */
const DOCUMENT_FAILURES: readonly ErrorCode[] = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'];

const errorsOf = (body: string) => (JSON.parse(body) as { errors?: GraphQLFormattedError[] }).errors ?? [];

/**
 * Apollo answers 400 to a document that it can't execute. The specification asks for that only with
 * application/graphql-response+json: clients that accept plain application/json get 200, so that they can tell it from
 * a proxy's 400.
 * https://graphql.github.io/graphql-over-http/draft/#sec-application-json
 */
const statusOf = ({ status = 200, headers }: HTTPGraphQLResponse, body: string): number => {
  if (status !== 400 || !headers.get('content-type')?.startsWith('application/json')) return status;
  return errorsOf(body).every(({ extensions }) => DOCUMENT_FAILURES.includes(extensions?.code as ErrorCode))
    ? 200
    : status;
};

/** Whether Apollo itself failed, outside execution. Such an error is not logged yet, and shows its own message. */
const isUnmapped = (body: string): boolean =>
  errorsOf(body).some(({ extensions }) => extensions?.code === DEFECT && extensions.requestId === undefined);

/** @throws Error, for the edge to log, when Apollo itself failed. */
export const toResponse = (response: HTTPGraphQLResponse): HttpResponse => {
  const { headers, body } = response;
  if (body.kind !== 'complete') throw new Error('Incremental delivery is off, and yet Apollo answered in chunks');
  if (response.status === 500 && isUnmapped(body.string)) throw new Error(`Apollo failed: ${body.string}`);
  if (Buffer.byteLength(body.string) > MAX_ANSWER_BYTES) {
    // Escapes can make text six times as long in JSON.
    return refusal(400, 'BAD_USER_INPUT', tooLarge().message);
  }
  return {
    statusCode: statusOf(response, body.string),
    headers: { ...Object.fromEntries(headers), 'cache-control': 'no-store', vary: 'accept' },
    body: body.string,
  };
};

/** Answers a request that never reached Apollo. Throws any other error on to the edge. */
export const toRefusal = (error: unknown): HttpResponse => {
  if (error instanceof RequestError) return refusal(error.status, 'BAD_REQUEST', error.message);
  throw error;
};
