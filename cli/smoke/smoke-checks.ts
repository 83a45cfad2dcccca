import { randomUUID } from 'node:crypto';
import { toHeading } from '../../src/domain/heading.ts';
import { CommandError } from '../errors.ts';
import type { Io } from '../io.ts';
import { findProxies } from '../remote/proxies.ts';
import { type Answer, createSend, parseJson, type Send } from '../remote/send.ts';
import { headingOf, patternOf } from './heading-of.ts';

/** Longer than the function may take. */
const REQUEST_TIMEOUT_MS = 10_000;

/** Uncompressed. The longest string takes 192 KiB as HTML and as JSON. */
const MAX_BODY_BYTES = 256 * 1024;

/** @param address of the page, without a final slash. */
export const createSmokeSend = (io: Pick<Io, 'env'>, address: string): Send =>
  createSend(address, {
    proxies: findProxies(io),
    timeoutMs: REQUEST_TIMEOUT_MS,
    maxBodyBytes: MAX_BODY_BYTES,
    tooLong: (message) => new CommandError(message),
  });

const expectStatus = ({ status }: Answer, expected: number): void => {
  if (status !== expected) throw new CommandError(`answered ${status}, not ${expected}`);
};

/** The parts of an answer that the checks use. All are optional, because any server may answer. */
interface GraphQLResult {
  readonly data?: { readonly latestRevision?: { readonly version?: unknown; readonly value?: unknown } | null } | null;
  readonly errors?: readonly ({ readonly extensions?: { readonly code?: unknown } | null } | null)[] | null;
}

const askGraphQL = async (send: Send, query: string, variables = {}) => {
  const answer = await send('graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const result = parseJson(answer.body);
  if (Object(result) !== result) throw new CommandError(`answered ${answer.status} without a JSON object`);
  return { answer, result: result as GraphQLResult };
};

const readLatest = async (send: Send) => {
  const { answer, result } = await askGraphQL(send, '{ latestRevision { version value } }');
  expectStatus(answer, 200);
  const { version, value } = result.data?.latestRevision ?? {};
  if (typeof version !== 'number' || typeof value !== 'string') throw new CommandError('answered without a revision');
  return { version, value };
};

const readHeading = async (send: Send) => {
  const answer = await send('');
  expectStatus(answer, 200);
  const text = headingOf(answer.body);
  if (text === undefined) throw new CommandError('does not have exactly one h1');
  return { text, heading: patternOf(answer.body) };
};

/** Limits the comparisons of page and query, when someone saves in between. */
const TRIES = 5;

const checkPage = async (send: Send): Promise<string> => {
  for (let tries = 0; tries < TRIES; tries++) {
    const before = await readLatest(send);
    const { text, heading } = await readHeading(send);
    if (text === toHeading(before.value, heading)) return 'shows the same string as the query';
    const after = await readLatest(send);
    if (before.version === after.version) throw new CommandError('shows a different string than the query');
  }
  return 'answers; the string changes too fast to compare';
};

const checkQuery = async (send: Send, expected: string | undefined): Promise<string> => {
  const { version, value } = await readLatest(send);
  if (expected !== undefined && value !== expected) {
    throw new CommandError(`gives ${JSON.stringify(value)}, not ${JSON.stringify(expected)}`);
  }
  return `gives version ${version}`;
};

const checkMutation = async (send: Send): Promise<string> => {
  // Even a stage that lets everyone write would refuse this: no log has such a version.
  const query = 'mutation ($value: String!) { setSavedString(value: $value, expectedVersion: -1) { version } }';
  const value = `smoke test ${randomUUID()}`;
  const { answer, result } = await askGraphQL(send, query, { value });
  expectStatus(answer, 401);
  if (result.errors?.[0]?.extensions?.code !== 'UNAUTHENTICATED')
    throw new CommandError('does not answer UNAUTHENTICATED');
  if (!answer.headers.has('www-authenticate')) throw new CommandError('has no WWW-Authenticate header');
  if ((await readLatest(send)).value === value) throw new CommandError('was written without a token');
  return 'is refused without a token, and nothing is written';
};

const HEADERS: Readonly<Record<string, RegExp>> = {
  'strict-transport-security': /max-age=\d{8}/,
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-opener-policy': /^same-origin$/,
};

const checkHeaders = async (send: Send): Promise<string> => {
  for (const path of ['', 'health']) {
    const { headers } = await send(path);
    const wrong = Object.entries(HEADERS).find(([name, expected]) => !expected.test(headers.get(name) ?? ''));
    if (wrong) throw new CommandError(`/${path} has ${wrong[0]}: ${headers.get(wrong[0]) ?? 'none'}`);
  }
  return 'protect the page and the API';
};

export const checkHealth = async (send: Send): Promise<string> => {
  expectStatus(await send('health'), 200);
  return 'the string can be read';
};

const checkUnknownPath = async (send: Send): Promise<string> => {
  expectStatus(await send('there-is-no-such-page'), 404);
  return 'answers 404';
};

/** Lists the checks of a stage in order. Each returns half a sentence, or throws CommandError. */
export const createChecks = (expectedString: string | undefined) => ({
  health: checkHealth,
  page: checkPage,
  query: (send: Send) => checkQuery(send, expectedString),
  mutation: checkMutation,
  headers: checkHeaders,
  'unknown path': checkUnknownPath,
});
