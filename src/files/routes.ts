import type { Editor } from '../domain/editor.ts';
import { type Authenticate, UnauthenticatedError } from '../domain/editor.ts';
import { StoreUnavailableError } from '../domain/errors.ts';
import type { HttpRequest, HttpResponse, RouteHandler } from '../http/handler.ts';
import type { Log } from '../http/log.ts';
import type { Metrics } from '../http/metrics.ts';
import { json, RETRY_AFTER } from '../http/responses.ts';
import { withinTimeBudget } from '../http/time-budget.ts';
import type { Files } from './files.ts';
import { checkAnnouncement, countParts, PART_BYTES, Refusal } from './rules.ts';
import type { SharedFile } from './shared-file.ts';

/** S3 takes seconds to make hundreds of parts one file. The gateway waits for 30. */
const COMPLETE_BUDGET_MS = 27_000;

/** A list of 384 parts takes 50 KB. */
const MAX_BODY_BYTES = 256 * 1024;

interface Dependencies {
  readonly files: Files;
  readonly authenticate: Authenticate;
  readonly log: Log;
  readonly metrics: Metrics;
}

const readBody = ({ body = '', isBase64Encoded }: HttpRequest): Record<string, unknown> => {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) throw new Refusal(413, 'The request is over 256 KiB.');
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
  } catch {}
  throw new Refusal(400, 'The request must be a JSON object.');
};

const idOf = ({ pathParameters }: HttpRequest): string => pathParameters?.id ?? '';

/** The part of a record that editors see. */
const toJson = ({ id, name, type, size, sharedBy, begunAt, until, completedAt }: SharedFile) => ({
  id,
  link: `/files/${id}`,
  name,
  type,
  size,
  sharedBy,
  begunAt,
  until,
  completedAt,
});

/** Maps the routes of files to handlers. stack/files-function.yml declares the same routes. */
export const createFileRoutes = ({ files, authenticate, log, metrics }: Dependencies) => {
  const toAnswer = (error: unknown, requestId: string): HttpResponse => {
    if (error instanceof Refusal) return json(error.status, { error: error.message, ...error.fields });
    if (error instanceof UnauthenticatedError) {
      if (error.tokenSent) metrics.count('RefusedTokens');
      const message = error.tokenSent ? error.message : 'You need an editor’s token for this.';
      // RFC 6750, section 3: no error code for a client that sent no token.
      const challenge = error.tokenSent ? 'Bearer error="invalid_token"' : 'Bearer';
      return json(401, { error: message }, { 'www-authenticate': challenge });
    }
    if (!(error instanceof StoreUnavailableError)) throw error;
    log.failure(error, requestId);
    const message = 'The store did not answer in time. Try again.';
    return json(503, { error: message, code: 'SERVICE_UNAVAILABLE' }, RETRY_AFTER);
  };

  const answering =
    (work: (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>, milliseconds?: number): RouteHandler =>
    (request, { awsRequestId }) =>
      withinTimeBudget((signal) => work(request, signal), milliseconds).catch((error: unknown) =>
        toAnswer(error, awsRequestId),
      );

  const forEditors = (
    work: (request: HttpRequest, signal: AbortSignal, editor: Editor) => Promise<HttpResponse>,
    milliseconds?: number,
  ): RouteHandler =>
    answering(
      async (request, signal) => work(request, signal, await authenticate(request.headers.authorization, signal)),
      milliseconds,
    );

  return {
    'GET /files': forEditors(async (_request, signal) => json(200, { files: (await files.list(signal)).map(toJson) })),

    'POST /files': forEditors(async (request, signal, editor) => {
      const file = await files.begin(checkAnnouncement(readBody(request)), editor, signal);
      return json(201, { ...toJson(file), partSize: PART_BYTES, parts: countParts(file.size) });
    }),

    'POST /files/{id}/parts': forEditors(async (request, signal) =>
      json(200, { parts: await files.signParts(idOf(request), readBody(request), signal) }),
    ),

    'POST /files/{id}/complete': forEditors(
      async (request, signal) => json(200, toJson(await files.complete(idOf(request), readBody(request), signal))),
      COMPLETE_BUDGET_MS,
    ),

    'GET /files/{id}': answering(async (request, signal) => ({
      statusCode: 302,
      headers: { location: await files.download(idOf(request), signal), 'cache-control': 'no-store' },
    })),

    'DELETE /files/{id}': forEditors(async (request, signal) => {
      await files.remove(idOf(request), signal);
      return json(200, { removed: idOf(request) });
    }),
  };
};
