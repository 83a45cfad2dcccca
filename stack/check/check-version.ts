import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createGatewayEvent } from '../gateway-event.ts';

/** Calls one version of the function. Throws when it crashes or takes too long. */
export type Invoke = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

const askGraphQL = (query: string) =>
  createGatewayEvent('POST /graphql', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });

/**
 * Asks a version what a visitor, a program and a stranger would ask. Nothing is written.
 *
 * @returns what is wrong, or undefined when nothing is.
 */
export const checkVersion = async (invoke: Invoke): Promise<string | undefined> => {
  const ask = async (event: APIGatewayProxyEventV2, expected: number) => {
    const { statusCode, body = '' } = await invoke(event);
    if (statusCode !== expected) throw new Error(`${event.routeKey} answered ${statusCode}, not ${expected}`);
    return body;
  };
  const getPage = (accept: string) => ask(createGatewayEvent('GET /', { headers: { accept } }), 200);

  try {
    await ask(createGatewayEvent('GET /health'), 200);
    if (!(await getPage('text/html')).includes('<h1>The saved string is ')) throw new Error('The page shows no string');

    const revision = JSON.parse(await getPage('application/json'));
    const { data } = JSON.parse(await ask(askGraphQL('{ latestRevision { version value } }'), 200));
    // Somebody may have saved in between.
    if (revision.version === data.latestRevision.version && revision.value !== data.latestRevision.value) {
      throw new Error('The page shows another string than the query gives');
    }

    // No log has such a version: even a version that lets strangers write would not write this.
    await ask(askGraphQL('mutation { setSavedString(value: "check", expectedVersion: -1) { version } }'), 401);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};
