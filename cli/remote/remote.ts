import { resolve } from 'node:path';
import { CommandError, EXIT, UsageError } from '../errors.ts';
import { readAddress } from '../start/address.ts';
import { findToken } from './find-token.ts';
import type { RemoteOptions } from './options.ts';
import { type Answer, createSend, NoAnswerError } from './send.ts';
import { parseBody, ServerError, toServerError } from './server-error.ts';
import { parseUrl } from './url.ts';

/** A save may have to wait until every cache has run out, and for the one before it. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Above what Lambda can answer. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

type Variables = Readonly<Record<string, unknown>>;

/** A stage as its visitors and editors reach it. Every method throws CommandError with the server's own sentence. */
export interface Remote {
  /** The address of the page, without a final slash. */
  readonly url: string;
  /** The header that makes a request an editor's. The token is looked for once, when it is first needed. */
  authorize(): Promise<{ readonly authorization: string }>;
  /** Sends a request to a path relative to the page: as a visitor first, and as an editor if that is refused. */
  request(path: string, init?: RequestInit & { readonly headers?: Record<string, string> }): Promise<Answer>;
  /** Runs a GraphQL query as a visitor. */
  query<Data>(query: string, variables?: Variables): Promise<Data>;
  /** Runs a GraphQL mutation as an editor. */
  mutate<Data>(query: string, variables?: Variables): Promise<Data>;
}

const findUrl = async ({ url, local, store }: RemoteOptions): Promise<string> => {
  if (url !== undefined) return url;
  if (local) {
    const address = await readAddress(resolve(store));
    if (address?.url !== undefined) return address.url;
    throw new CommandError(`No local copy uses ${store}. Start one: npm start -- --store ${store}`);
  }
  if (process.env.SAVED_STRING_URL) return parseUrl(process.env.SAVED_STRING_URL);
  throw new UsageError('Name the address of the page with --url or SAVED_STRING_URL, or use --local.');
};

/** Whether a mutation without an answer of the function itself may have changed something. */
const mayHaveHappened = (error: unknown): error is CommandError =>
  error instanceof NoAnswerError
    ? error.mayHaveArrived
    : error instanceof ServerError && Number(error.fields.status) >= 500;

/** @throws UsageError when no address is named; CommandError when the local copy never ran. */
const openRemote = async (options: RemoteOptions): Promise<Remote> => {
  const url = await findUrl(options);
  const send = createSend(url, {
    timeoutMs: REQUEST_TIMEOUT_MS,
    maxBodyBytes: MAX_BODY_BYTES,
    tooLong: (message) => new CommandError(`${url} ${message}.`),
  });

  let token: Promise<string> | undefined;
  const authorize = async () => {
    token ??= findToken(options);
    return { authorization: `Bearer ${await token}` };
  };

  const request: Remote['request'] = async (path, init = {}) => {
    let answer = await send(path, init);
    if (answer.status === 401 && !init.headers?.authorization) {
      answer = await send(path, { ...init, headers: { ...init.headers, ...(await authorize()) } });
    }
    if (answer.status !== 304 && (answer.status < 200 || answer.status > 299)) throw toServerError(answer, url);
    return answer;
  };

  const graphql = async <Data>(query: string, variables: Variables, headers: Record<string, string>): Promise<Data> => {
    const answer = await send('graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const { data } = (parseBody(answer) ?? {}) as { data?: Data | null };
    if (data == null) throw toServerError(answer, url);
    return data;
  };

  return {
    url,
    authorize,
    request,
    query: (query, variables = {}) => graphql(query, variables, {}),
    mutate: async (query, variables = {}) => {
      const headers = await authorize();
      try {
        return await graphql(query, variables, headers);
      } catch (error) {
        if (!mayHaveHappened(error)) throw error;
        const advice = 'Your change may have been saved: read the string before you try again.';
        throw new ServerError(`${error.message} ${advice}`, { code: 'SERVICE_UNAVAILABLE', outcome: 'UNKNOWN' });
      }
    },
  };
};

/** Runs some work with a stage. With `--json`, an error of the stage is printed as JSON, too. */
export const withRemote = async (options: RemoteOptions, work: (remote: Remote) => Promise<void>): Promise<void> => {
  // The reader closed the pipe, as `| head` does.
  process.stdout.once('error', () => process.exit(EXIT.failed));
  try {
    await work(await openRemote(options));
  } catch (error) {
    if (options.json && error instanceof ServerError) {
      process.stdout.write(`${JSON.stringify({ error: { message: error.message, ...error.fields } })}\n`);
    }
    throw error;
  }
};
