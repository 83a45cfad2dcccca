import type { GraphiQLProps } from 'graphiql';
import type { EditorToken } from './editor-token.tsx';

/** Sends operations to this site's own endpoint with `token`, unless the Headers pane sets another authorization. */
export const createFetcher =
  (token: EditorToken): GraphiQLProps['fetcher'] =>
  async (operation, options) => {
    const headers = new Headers({
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
    });
    for (const [name, value] of Object.entries(options?.headers ?? {})) headers.set(name, String(value));
    if (!headers.has('authorization')) authorize(headers, token.value.trim());

    const { operationName, query } = operation;
    // GraphiQL would still send the name of an operation for a moment after it was renamed or replaced.
    const isThere = operationName != null && new RegExp(`\\b(query|mutation)\\s+${operationName}\\b`).test(query);
    const body = JSON.stringify({ ...operation, operationName: isThere ? operationName : undefined });

    const advice = /^\s*mutation\b/m.test(query) ? READ_FIRST : TRY_AGAIN;
    const response = await fetch('graphql', { method: 'POST', headers, body }).catch(() => {
      throw failure(`The server can’t be reached. ${advice}`);
    });
    const answer = await response.json().catch(() => undefined);
    // A gateway's own JSON, for example, says no more than the status does.
    if (answer?.data === undefined && answer?.errors === undefined) {
      throw failure(`The server answered with status ${response.status} and no result. ${advice}`);
    }
    return answer;
  };

const TRY_AGAIN = 'Try again in a moment.';
const READ_FIRST = 'Your change may have been saved: read the string before you try again.';

/** Makes an error without a stack, which GraphiQL would show. */
const failure = (message: string): Error => {
  const error = new Error(message);
  delete error.stack;
  return error;
};

const authorize = (headers: Headers, token: string): void => {
  if (token === '') return;
  // A header can't hold "sst_…" copied as shown. The browser's own message for that would help no one.
  if (/[^!-~]/.test(token)) throw failure('The token contains an invalid character. Copy the whole token again.');
  headers.set('authorization', `Bearer ${token}`);
};
