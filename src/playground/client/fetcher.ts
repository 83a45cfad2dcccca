import type { GraphiQLProps } from 'graphiql';

/**
 * Sends one operation to this site's own endpoint. Every request of the playground passes here, so this is the place to
 * add a header to all of them; what a person typed into the headers editor comes in with `options`.
 */
export const fetcher: GraphiQLProps['fetcher'] = async (operation, options) => {
  const headers = new Headers({
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
  });
  for (const [name, value] of Object.entries(options?.headers ?? {})) headers.set(name, String(value));

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
