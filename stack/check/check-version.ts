import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createGatewayEvent } from '../gateway-event.ts';

/** Calls one version of the function. Throws if it crashes or times out. */
export type Invoke = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

const askGraphQL = (query: string) =>
  createGatewayEvent('POST /graphql', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });

/** Whether the document's heading is that of the stage around a string. Quotes are escaped in a string. */
const showsString = (document: string): boolean => {
  const [, before, after] = /data-heading="([^"]*)\{\}([^"]*)"[^>]* data-etag/.exec(document) ?? [];
  return before !== undefined && document.includes(`<h1>${before}`) && document.includes(`${after}</h1>`);
};

/**
 * Sends the requests of a visitor, a program and a client without a token to a version. Nothing is written.
 *
 * @returns the fault, or undefined if there is none.
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
    if (!showsString(await getPage('text/html'))) throw new Error('The page shows no string');

    const revision = JSON.parse(await getPage('application/json'));
    const { data } = JSON.parse(await ask(askGraphQL('{ latestRevision { version value } }'), 200));
    // Someone may have saved in between.
    if (revision.version === data.latestRevision.version && revision.value !== data.latestRevision.value) {
      throw new Error('The page shows a different string than the query');
    }

    // No log has such a version: even a version that lets everyone write would refuse this.
    await ask(askGraphQL('mutation { setSavedString(value: "check", expectedVersion: -1) { version } }'), 401);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};
