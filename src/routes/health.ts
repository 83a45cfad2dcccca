import type { OpenSavedString } from '../domain/saved-string.ts';
import type { Route } from '../http/handler.ts';
import { json } from '../http/responses.ts';

/** Answers 200 when the string can be read within a second, else 503. */
export const createHealth = ({ openSavedString }: { openSavedString: OpenSavedString }): Route => ({
  budgetMs: 1_000,
  handle: async (_request, { signal }) => {
    await openSavedString(signal).latest();
    return json(200, { status: 'ok' });
  },
  represent: ({ status, headers }) => (status === 503 ? json(503, { status: 'unavailable' }, headers) : undefined),
});
