import type { Authenticate, Editor } from '../domain/editor.ts';
import type { Call, HttpRequest, HttpResponse, RouteLoader, Routes } from '../http/handler.ts';
import { readJson } from '../http/read-json.ts';
import { json } from '../http/responses.ts';
import type { Files } from './files.ts';
import { checkAnnouncement, countParts, PART_BYTES, Refusal } from './rules.ts';
import type { SharedFile } from './shared-file.ts';

/** S3 takes seconds to complete an upload of hundreds of parts. The gateway waits for 30. */
const COMPLETE_BUDGET_MS = 27_000;

interface Dependencies {
  readonly files: Files;
  readonly authenticate: Authenticate;
}

/** A list of 384 parts takes 50 KB. */
const readObject = (request: HttpRequest): Record<string, unknown> => {
  const parsed = readJson(request);
  if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
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

/** The table of the files' routes. stack/files-function.yml declares the same paths. */
export const createFileRoutes = ({ files, authenticate }: Dependencies): Routes => {
  type Work = (request: HttpRequest, call: Call, editor: Editor) => Promise<HttpResponse>;
  const forEditors =
    (work: Work, budgetMs?: number): RouteLoader =>
    () => ({
      ...(budgetMs !== undefined && { budgetMs }),
      handle: async (request, call) =>
        work(request, call, await authenticate(request.headers.authorization, call.signal)),
    });

  return {
    '/files': {
      GET: forEditors(async (_request, { signal }) => json(200, { files: (await files.list(signal)).map(toJson) })),
      POST: forEditors(async (request, { signal }, editor) => {
        const file = await files.begin(checkAnnouncement(readObject(request)), editor, signal);
        return json(201, { ...toJson(file), partSize: PART_BYTES, parts: countParts(file.size) });
      }),
    },
    '/files/{id}/parts': {
      POST: forEditors(async (request, { signal }) =>
        json(200, { parts: await files.signParts(idOf(request), readObject(request), signal) }),
      ),
    },
    '/files/{id}/complete': {
      POST: forEditors(
        async (request, { signal }) =>
          json(200, toJson(await files.complete(idOf(request), readObject(request), signal))),
        COMPLETE_BUDGET_MS,
      ),
    },
    '/files/{id}': {
      GET: () => ({
        handle: async (request, { signal }) => ({
          statusCode: 302,
          headers: { location: await files.download(idOf(request), signal), 'cache-control': 'no-store' },
        }),
      }),
      DELETE: forEditors(async (request, { signal }) => {
        await files.remove(idOf(request), signal);
        return json(200, { removed: idOf(request) });
      }),
    },
  };
};
