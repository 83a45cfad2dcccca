import * as api from '../../src/browser/client/client.ts';
import { Refusal } from '../../src/browser/client/refusal.ts';
import type { AskFiles } from '../../src/browser/client/upload.ts';
import type { Revision } from '../../src/domain/revision.ts';
import { CommandError, UsageError } from '../errors.ts';
import { type Io, printJson } from '../io.ts';
import { findToken, findUrl, type RemoteOptions } from './options.ts';
import { findProxies, type Proxies } from './proxies.ts';
import { type Answer, createSend, parseJson } from './send.ts';

/** A save may have to wait until every cache has run out, and for the one before it. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Above what Lambda can answer. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** A stage as its visitors and editors reach it. Every method throws Refusal with the server's own sentence. */
export interface Remote {
  /** The address of the page, without a final slash. */
  readonly url: string;
  /** Between this machine and the page. */
  readonly proxies: Proxies;
  /** Finds the editor's token: once, when it is first needed. */
  findToken(): Promise<string>;
  /** Sends a request to a path relative to the page: as a visitor first, and as an editor if that is refused. */
  request(path: string, init?: Partial<api.Request>): Promise<Answer>;
  /** Runs a GraphQL query as a visitor. */
  ask<Data>(query: string, variables?: object): Promise<Data>;
  /** Runs a GraphQL query as an editor. */
  askAsEditor<Data>(query: string, variables?: object): Promise<Data>;
  /** Changes the string, or what is planned, as an editor. */
  change(mutation: api.Mutation, args: api.Arguments): Promise<Revision>;
  /** Sends an editor's request to the routes of files. */
  readonly askFiles: AskFiles;
}

/** Describes an error that isn't the API's own: the gateway's, or that of anything else at this address. */
const explain = ({ status, body }: Answer, url: string): Refusal | undefined => {
  const { errors, error, message, data } = Object(parseJson(body));
  if (errors?.[0]?.message ?? error ?? data) return undefined;
  const reason = typeof message === 'string' ? message : 'not as Saved String does';
  const advice = status >= 500 ? 'Try again.' : 'Is it the address of the page?';
  const outcome = status >= 500 ? 'UNKNOWN' : undefined;
  return new Refusal(`${url} answered ${status}: ${reason}. ${advice}`, { outcome });
};

const isDone = ({ status }: Answer): boolean => status === 304 || (status >= 200 && status <= 299);

/** Where a command's word is not the API's. */
const WORDS: Readonly<Record<string, string>> = { expectedVersion: '--if-version', occurrence: 'TIME' };

/** Names the API's arguments as the commands do. */
export const nameOptions = (message: string): string =>
  message.replaceAll(
    /`([a-zA-Z]+)`/g,
    (_, name: string) => WORDS[name] ?? `--${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`,
  );

/** @throws UsageError when no address is named; CommandError when the local copy never ran. */
const openRemote = async (io: Io, options: RemoteOptions): Promise<Remote> => {
  const url = await findUrl(io, options);
  const proxies = options.local ? {} : findProxies(io);
  const send = createSend(url, {
    proxies,
    timeoutMs: REQUEST_TIMEOUT_MS,
    maxBodyBytes: MAX_BODY_BYTES,
    tooLong: (message) => new CommandError(`${url} ${message}.`),
  });
  const sendToApi: api.Send = async (path, init) => {
    const answer = await send(path, init);
    const problem = isDone(answer) && path !== 'graphql' ? undefined : explain(answer, url);
    if (problem) throw problem;
    return { status: answer.status, json: async () => parseJson(answer.body) };
  };

  let token: Promise<string> | undefined;
  const findTokenOnce = () => {
    token ??= findToken(io, options);
    return token;
  };

  return {
    url,
    proxies,
    findToken: findTokenOnce,
    request: async (path, init = {}) => {
      let answer = await send(path, init);
      if (answer.status === 401) {
        const headers = { ...init.headers, authorization: `Bearer ${await findTokenOnce()}` };
        answer = await send(path, { ...init, headers });
      }
      if (isDone(answer)) return answer;
      throw explain(answer, url) ?? api.toRefusal(answer.status, Object(parseJson(answer.body)));
    },
    ask: (query, variables = {}) => api.ask(sendToApi, query, variables),
    askAsEditor: async (query, variables = {}) => api.ask(sendToApi, query, variables, await findTokenOnce()),
    change: async (mutation, args) => {
      const mine = await findTokenOnce();
      try {
        return expectLike({ url }, await api.change(sendToApi, mutation, args, mine), { version: 0 });
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'UNREACHABLE') throw error;
        const { message, outcome } = error;
        const advice =
          outcome === 'UNKNOWN'
            ? 'Your change may have been saved: read the string before you try again.'
            : 'Nothing was changed.';
        throw new Refusal(`${message} ${advice}`, { code: 'SERVICE_UNAVAILABLE', outcome });
      }
    },
    askFiles: async (method, path, body, signal) =>
      api.request(sendToApi, method, `files${path}`, { token: await findTokenOnce(), body, signal }),
  };
};

/** An example of an answer, as far as a command reads it: a list has an example of its items. Null stands for anything. */
type Example = null | string | number | readonly [Example] | { readonly [Field: string]: Example };

const isLike = (value: unknown, example: Example): boolean => {
  if (example === null) return true;
  if (typeof example !== 'object') return typeof value === typeof example;
  if (Array.isArray(example)) return Array.isArray(value) && value.every((item) => isLike(item, example[0]));
  return Object.entries(example).every(([field, own]) => isLike(Object(value)[field], own));
};

/** @throws Refusal unless the answer is like the example. */
export const expectLike = <Result>({ url }: Pick<Remote, 'url'>, answer: Result, example: Example): Result => {
  if (isLike(answer, example)) return answer;
  throw new Refusal(`${url} doesn't answer as Saved String does. Is it the address of the page?`, {});
};

/** @throws Refusal unless the answer has a text in this field. */
export const parseAnswer = <Result>(remote: Remote, { body }: Answer, field: keyof Result & string): Result =>
  expectLike(remote, parseJson(body) as Result, { [field]: '' });

/** Runs some work with a stage. With `--json`, an error of the stage is printed as JSON, too. */
export const withRemote = async <Result>(
  io: Io,
  options: RemoteOptions,
  work: (remote: Remote) => Promise<Result>,
): Promise<Result> => {
  try {
    return await work(await openRemote(io, options));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (options.json) printJson(io, { error: { message: error.message, ...(error as object) } });
    const message = nameOptions(error.message);
    // A text that a rule refuses is none of the command line.
    throw error.code === 'BAD_USER_INPUT' && message !== error.message ? new UsageError(message) : error;
  }
};
