import { randomUUID } from 'node:crypto';
import { toHeading } from '../../src/domain/heading.ts';
import type { Send } from '../remote/send.ts';
import { headingOf, patternOf } from './heading-of.ts';
import { askGraphQL, expectStatus, SmokeFailure } from './smoke-request.ts';

const readLatest = async (send: Send) => {
  const { answer, result } = await askGraphQL(send, '{ latestRevision { version value } }');
  expectStatus(answer, 200);
  const { version, value } = result.data?.latestRevision ?? {};
  if (typeof version !== 'number' || typeof value !== 'string') throw new SmokeFailure('answered without a revision');
  return { version, value };
};

const readHeading = async (send: Send) => {
  const answer = await send('');
  expectStatus(answer, 200);
  const text = headingOf(answer.body);
  if (text === undefined) throw new SmokeFailure('does not have exactly one h1');
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
    if (before.version === after.version) throw new SmokeFailure('shows a different string than the query');
  }
  return 'answers; the string changes too fast to compare';
};

const checkQuery = async (send: Send, expected: string | undefined): Promise<string> => {
  const { version, value } = await readLatest(send);
  if (expected !== undefined && value !== expected) {
    throw new SmokeFailure(`gives ${JSON.stringify(value)}, not ${JSON.stringify(expected)}`);
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
    throw new SmokeFailure('does not answer UNAUTHENTICATED');
  if (!answer.headers.has('www-authenticate')) throw new SmokeFailure('has no WWW-Authenticate header');
  if ((await readLatest(send)).value === value) throw new SmokeFailure('was written without a token');
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
    if (wrong) throw new SmokeFailure(`/${path} has ${wrong[0]}: ${headers.get(wrong[0]) ?? 'none'}`);
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

/** Lists the checks of a stage in order. Each returns half a sentence, or throws SmokeFailure. */
export const createChecks = (expectedString: string | undefined) => ({
  health: checkHealth,
  page: checkPage,
  query: (send: Send) => checkQuery(send, expectedString),
  mutation: checkMutation,
  headers: checkHeaders,
  'unknown path': checkUnknownPath,
});
