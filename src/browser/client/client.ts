import type { PlannedView } from '../../domain/planned.ts';
import type { Revision } from '../../domain/revision.ts';
import { Refusal } from './refusal.ts';

/** A save waits until every cache has let go of the last string, and for another editor's save before it. */
const TIMEOUT_MS = 30_000;

/** The fields of a revision, in GraphQL. */
export const REVISION = 'version value savedAt savedBy note restores until keeps';

/** One time at which a planned string is shown. Both ends are RFC 3339. */
export type Occurrence = ReturnType<PlannedView['occurrences']>[number];

/** A string that begins or ends by itself, as the API lists it: with as many times as were asked for. */
export type PlannedString = Omit<PlannedView, 'occurrences'> & { readonly occurrences: readonly Occurrence[] };

export interface Request {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Sends a request to a path relative to the page.
 *
 * @throws Refusal if no answer comes.
 */
export type Send = (path: string, request: Request) => Promise<Pick<Response, 'status' | 'json'>>;

/** An error as GraphQL sends it. */
interface Problem {
  readonly message?: unknown;
  readonly extensions?: { readonly code?: string; readonly requestId?: string };
}

interface Options {
  /** The editor's; undefined for a visitor. */
  readonly token?: string | undefined;
  readonly body?: object | undefined;
  /** By default, the request may take 30 seconds. */
  readonly signal?: AbortSignal | undefined;
}

/** @returns an answer with an empty body if that isn't JSON. */
const exchange = async (
  send: Send,
  method: string,
  path: string,
  { token, body, signal = AbortSignal.timeout(TIMEOUT_MS) }: Options,
) => {
  const response = await send(path, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
    signal,
  });
  return { status: response.status, answer: Object(await response.json().catch(() => undefined)) };
};

/** @param problem Not the API's, if it has no message. */
const refuse = (status: number, { message, extensions }: Problem = {}): Refusal => {
  const outcome = status < 500 ? undefined : 'UNKNOWN';
  if (!message) return new Refusal(`The server is not available (status ${status}).`, { outcome });
  const where = extensions?.requestId ? ` Details are in the log, under request ${extensions.requestId}.` : '';
  return new Refusal(message + where, { code: 'BAD_REQUEST', outcome, ...extensions });
};

/** Describes an error of any route but GraphQL's, which has the code and its company beside the sentence. */
export const toRefusal = (status: number, { error, ...extensions }: Readonly<Record<string, unknown>>): Refusal =>
  refuse(status, { message: error, extensions });

/**
 * Sends a request to a route that answers with JSON.
 *
 * @throws Refusal
 */
export const request = async <Result>(send: Send, method: string, path: string, options: Options): Promise<Result> => {
  const { status, answer } = await exchange(send, method, path, options);
  if (status < 300 && !answer.error) return answer;
  throw toRefusal(status, answer);
};

/**
 * Runs one GraphQL operation.
 *
 * @throws Refusal
 */
export const ask = async <Data>(send: Send, query: string, variables: object, token?: string): Promise<Data> => {
  const { status, answer } = await exchange(send, 'POST', 'graphql', { token, body: { query, variables } });
  if (answer.data && !answer.errors) return answer.data;
  throw refuse(status, answer.errors?.[0]);
};

/** The arguments of the fields that are called here, with their types. */
const TYPES = {
  id: 'ID!',
  value: 'String!',
  version: 'Int!',
  from: 'DateTime!',
  until: 'DateTime',
  repeat: 'String',
  timeZone: 'String',
  occurrence: 'DateTime!',
  skip: 'Boolean!',
  expectedVersion: 'Int',
  note: 'String',
  first: 'Int',
  after: 'String',
  time: 'DateTime!',
} as const;

/** Only those given are sent. */
export type Arguments = { readonly [Name in keyof typeof TYPES]?: string | number | boolean | null | undefined };

export type Mutation =
  | 'setSavedString'
  | 'planSavedString'
  | 'changePlanned'
  | 'cancelPlanned'
  | 'skipPlanned'
  | 'restoreRevision';

/**
 * Asks for one field of the API.
 *
 * @param field With the kind of its operation, such as "query viewer".
 * @throws Refusal
 */
export const call = async <Result>(
  send: Send,
  field: `${'query' | 'mutation'} ${string}`,
  args: Arguments,
  selection: string,
  token: string | undefined,
): Promise<Result> => {
  const [kind, name] = field.split(' ');
  const names = (Object.keys(TYPES) as (keyof typeof TYPES)[]).filter((argument) => args[argument] !== undefined);
  const list = (toItem: (argument: keyof typeof TYPES) => string) =>
    names.length > 0 ? `(${names.map(toItem).join()})` : '';
  const declared = list((argument) => `$${argument}:${TYPES[argument]}`);
  const query = `${kind}${declared}{result:${name}${list((argument) => `${argument}:$${argument}`)}{${selection}}}`;
  return (await ask<{ result: Result }>(send, query, args, token)).result;
};

/**
 * Changes the string, or what is planned, as an editor.
 *
 * @returns the current revision.
 * @throws Refusal
 */
export const change = (send: Send, mutation: Mutation, args: Arguments, token: string | undefined): Promise<Revision> =>
  call(send, `mutation ${mutation}`, args, REVISION, token);
