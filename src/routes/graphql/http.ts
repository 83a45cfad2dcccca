import { HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { Problem } from '../../http/answer.ts';
import { DEFECT, type ErrorCode, RequestError } from '../../http/errors.ts';
import type { HttpRequest, HttpResponse } from '../../http/handler.ts';
import { preferredType } from '../../http/negotiation.ts';
import { readJson } from '../../http/read-json.ts';
import { json } from '../../http/responses.ts';
import { MAX_ANSWER_BYTES, tooLarge } from './limit-reads.ts';

/** Left out, null and the empty string mean the same, by GET and POST alike. */
const OPTIONAL = ['operationName', 'variables', 'extensions'];

const isLeftOut = (value: unknown): boolean => value === null || value === '' || value === undefined;

const readBody = (request: HttpRequest): unknown => {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new RequestError(415, 'The Content-Type must be application/json.');
  }
  const body = readJson(request);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => !OPTIONAL.includes(name) || !isLeftOut(value)),
  );
};

const readSearch = (rawQueryString: string): string => {
  const search = new URLSearchParams(rawQueryString);
  // Apollo refuses a parameter that is given twice.
  for (const name of OPTIONAL) {
    if (search.getAll(name).every((value) => isLeftOut(value) || (value === 'null' && name !== 'operationName')))
      search.delete(name);
  }
  return search.toString();
};

/** As Apollo names them. */
const TYPES = ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8'];

/** @throws RequestError for what is not GraphQL over HTTP. Apollo judges the document in it. */
export const toGraphQLRequest = (request: HttpRequest): HTTPGraphQLRequest => {
  const { method } = request.requestContext.http;
  const isPost = method === 'POST';
  const headers = new HeaderMap(Object.entries(request.headers).map(([name, value = '']) => [name, value]));
  // Apollo refuses what none is made of, such as a charset without its hyphen.
  const type = preferredType(request.headers.accept, TYPES);
  if (type) headers.set('accept', type);
  return {
    // A HEAD is answered as the GET would be, without its body.
    method: isPost ? method : 'GET',
    headers,
    search: isPost ? '' : readSearch(request.rawQueryString),
    body: isPost ? readBody(request) : undefined,
  };
};

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

/** @throws Error, for the edge to log, when Apollo itself failed; InvalidInputError for too large an answer. */
export const toResponse = (response: HTTPGraphQLResponse): HttpResponse => {
  const { headers, body } = response;
  if (body.kind !== 'complete') throw new Error('Incremental delivery is off, and yet Apollo answered in chunks');
  if (response.status === 500 && isUnmapped(body.string)) throw new Error(`Apollo failed: ${body.string}`);
  // Escapes can make text six times as long in JSON.
  if (Buffer.byteLength(body.string) > MAX_ANSWER_BYTES) throw tooLarge();
  return {
    statusCode: statusOf(response, body.string),
    headers: { ...Object.fromEntries(headers), 'cache-control': 'no-store', vary: 'accept' },
    body: body.string,
  };
};

/** The answer to a request that Apollo did not answer, in GraphQL's form. */
export const toRefusal = ({ status, message, headers, fields }: Problem): HttpResponse =>
  json(status, { errors: [{ message, extensions: fields }] }, headers);
