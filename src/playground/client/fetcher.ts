import type { GraphiQLProps } from 'graphiql';
import type { EditorToken } from './editor-token.tsx';

/** Sends operations to this site's own endpoint, with `token`, unless the headers editor holds another authorization. */
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
    // GraphiQL notices a moment late that a renamed or replaced operation is gone, and would still ask for it by name.
    const isThere = operationName != null && new RegExp(`\\b(query|mutation)\\s+${operationName}\\b`).test(query);
    const body = JSON.stringify({ ...operation, operationName: isThere ? operationName : undefined });

    const response = await fetch('/graphql', { method: 'POST', headers, body });
    try {
      return await response.json();
    } catch {
      throw new Error(`The server answered ${response.status} without JSON`);
    }
  };

const authorize = (headers: Headers, token: string): void => {
  if (token === '') return;
  // What a header can't hold, such as "sst_…" copied as it stands, the browser would refuse in words that help nobody.
  if (/[^!-~]/.test(token)) throw new Error('The editor token holds a character that is in no token');
  headers.set('authorization', `Bearer ${token}`);
};
