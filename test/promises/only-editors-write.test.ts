import { describe, expect, test } from '@jest/globals';
import { type GraphQLField, GraphQLNonNull, isRequiredArgument, isScalarType } from 'graphql';
import { createToken, formatToken, hashSecret } from '../../src/domain/token.ts';
import { createSchema } from '../../src/routes/graphql/schema.ts';
import { toEditorItem } from '../../src/store/editors.ts';
import { harness } from '../support/harness.ts';
import { TEST_EDITOR, TEST_TOKEN } from '../support/service/editor.ts';
import { createEvent, createGraphQLEvent } from '../support/service/event.ts';
import { createPutEvent } from '../support/service/put.ts';

const { signal } = new AbortController();

const here = harness(['proxy', 'service']);

const MUTATION = 'mutation { setSavedString(value: "mine") { version savedBy } }';

const sendAuthorization = (authorization?: string, query = MUTATION) => {
  const event = createGraphQLEvent(query);
  return here.service.invoke({
    ...event,
    headers: { ...event.headers, ...(authorization !== undefined && { authorization }) },
  });
};

/** Adds a token to the stage and returns it in the form that its editor gets. */
const addToken = async (change: Partial<typeof TEST_EDITOR> = {}) => {
  const token = createToken();
  const record = { ...TEST_EDITOR, id: token.id, name: 'Grace', hash: hashSecret(token.secret), ...change };
  await here.store.createEditors(here.tableName).add(record, signal);
  return formatToken(token);
};

const wrongSecret = () => formatToken({ id: TEST_EDITOR.id, secret: createToken().secret });
const REFUSED: [name: string, authorization: string | undefined, challenge: string, reads: number][] = [
  ['no header', undefined, 'Bearer', 0],
  ['an empty header', '', 'Bearer', 0],
  ['another scheme', `Basic ${btoa('Ada:secret')}`, 'Bearer error="invalid_token"', 0],
  ['the scheme alone', 'Bearer', 'Bearer error="invalid_token"', 0],
  ['a token without its scheme', TEST_TOKEN, 'Bearer error="invalid_token"', 0],
  ['a token cut short', `Bearer ${TEST_TOKEN.slice(0, -1)}`, 'Bearer error="invalid_token"', 0],
  ['a bad checksum', `Bearer ${TEST_TOKEN.replace(/.$/, '!')}`, 'Bearer error="invalid_token"', 0],
  ['two tokens', `Bearer ${TEST_TOKEN} ${TEST_TOKEN}`, 'Bearer error="invalid_token"', 0],
  ['an unknown token', `Bearer ${formatToken(createToken())}`, 'Bearer error="invalid_token"', 1],
  ['a known id with another secret', `Bearer ${wrongSecret()}`, 'Bearer error="invalid_token"', 1],
];

const REFUSAL = { code: 'UNAUTHENTICATED', hint: 'Send the header `Authorization: Bearer sst_…`.' };
const put = (authorization = '') => here.service.invoke(createPutEvent('mine', { authorization }));

describe.each([
  ['a mutation', sendAuthorization, { data: null, errors: [expect.objectContaining({ extensions: REFUSAL })] }],
  ['PUT /', put, { error: expect.stringMatching(/\.$/), ...REFUSAL }],
] as const)('%s', (_way, send, refusal) => {
  test.each(REFUSED)(
    'with %s is refused with as few store calls as possible',
    async (_name, authorization, challenge, reads) => {
      const { statusCode, headers, body = '' } = await send(authorization);
      expect([statusCode, headers?.['www-authenticate']]).toEqual([401, challenge]);
      expect(JSON.parse(body)).toEqual(refusal);
      expect(here.proxy.operations).toEqual(Array.from({ length: reads }, () => 'GetItem'));
    },
  );

  test('is refused from the next request on when its token is revoked', async () => {
    const token = await addToken();
    expect((await send(`Bearer ${token}`)).statusCode).toBe(200);
    const now = new Date().toISOString();
    await here.store.createEditors(here.tableName).revoke(Number(token.split('_')[1]), now, signal);
    expect((await send(`Bearer ${token}`)).statusCode).toBe(401);
  });
});

describe('a mutation', () => {
  test('with a valid token is saved under the name of its editor', async () => {
    const { statusCode, body } = await sendAuthorization(`Bearer ${await addToken()}`);
    expect([statusCode, JSON.parse(body ?? '')]).toEqual([
      200,
      { data: { setSavedString: { version: 1, savedBy: 'Grace' } } },
    ]);
  });

  test.each([
    ['expired', { expiresAt: '2020-01-01T00:00:00.000Z' }, /expired/],
    ['has an invalid expiry', { expiresAt: 'soon 2030' }, /expired/],
    ['was revoked', { revokedAt: '2020-01-01T00:00:00.000Z' }, /revoked/],
  ])('with a token that %s is refused with the reason', async (_name, change, reason) => {
    const { statusCode, body } = await sendAuthorization(`Bearer ${await addToken(change)}`);
    expect(statusCode).toBe(401);
    expect(body).toMatch(reason);
    expect(here.proxy.operations).toEqual(['GetItem']);
  });

  test.each([
    ['has no expiry', { expiresAt: undefined }],
    ['has a revocation that is not a time', { revokedAt: { N: '1' } }],
  ])('with a token whose record %s is refused', async (_name, change) => {
    const token = createToken();
    const item = { ...toEditorItem({ ...TEST_EDITOR, id: token.id, hash: hashSecret(token.secret) }), ...change };
    await here.store.putRaw(here.tableName, JSON.parse(JSON.stringify(item)));
    expect((await sendAuthorization(`Bearer ${formatToken(token)}`)).statusCode).toBe(401);
  });

  test('with the token of another stage is refused', async () => {
    const other = await here.load({ tableName: await here.store.createTable() });
    const token = await addToken();
    const answer = await other.invoke(createGraphQLEvent(MUTATION, {}, token));
    expect(answer.statusCode).toBe(401);
    expect((await sendAuthorization(`Bearer ${token}`)).statusCode).toBe(200);
  });

  test('never gets to its input without a token', async () => {
    const { statusCode, body } = await sendAuthorization(undefined, MUTATION.replace('mine', '\\u0000'));
    expect([statusCode, body]).toEqual([401, expect.not.stringContaining('NUL')]);
  });
});

test('a PUT with a valid token is saved under the name of its editor', async () => {
  const { statusCode, body } = await put(`Bearer ${await addToken()}`);
  expect([statusCode, JSON.parse(body ?? '')]).toMatchObject([200, { version: 1, value: 'mine', savedBy: 'Grace' }]);
});

describe('a mutation is protected by default', () => {
  const mutations = Object.values(createSchema({}).getMutationType()?.getFields() ?? {});

  const toCall = ({ name, args }: GraphQLField<unknown, unknown>) => {
    const values = args.filter(isRequiredArgument).map((arg) => {
      if (!(arg.type instanceof GraphQLNonNull && isScalarType(arg.type.ofType))) throw new Error(`Which ${arg.name}?`);
      return `${arg.name}: ${arg.type.ofType.name === 'Int' ? 0 : '"text"'}`;
    });
    return `mutation { ${name}(${values.join(', ')}) { __typename } }`;
  };

  test('the schema has mutations', () => {
    expect(mutations.length).toBeGreaterThan(1);
  });

  test.each(mutations.map((field) => [field.name, toCall(field)]))(
    '%s refuses without a token',
    async (_name, query) => {
      const { statusCode } = await sendAuthorization(undefined, query);
      expect([statusCode, here.proxy.operations]).toEqual([401, []]);
      expect((await sendAuthorization(`Bearer ${TEST_TOKEN}`, query)).statusCode).toBe(200);
    },
  );
});

describe('viewer', () => {
  const ask = async (authorization: string | undefined, query = '{ viewer { name expiresAt } }') => {
    const { statusCode, body = '' } = await sendAuthorization(authorization, query);
    return { statusCode, ...(JSON.parse(body) as { data: unknown; errors?: { extensions: { code: string } }[] }) };
  };

  test('says whose token it is, and when it ends', async () => {
    const { name, expiresAt } = TEST_EDITOR;
    expect(await ask(`Bearer ${TEST_TOKEN}`)).toEqual({ statusCode: 200, data: { viewer: { name, expiresAt } } });
  });

  test('is null without a token, and the store is not asked', async () => {
    expect(await ask(undefined)).toEqual({ statusCode: 200, data: { viewer: null } });
    expect(here.proxy.operations).toEqual([]);
  });

  test('is refused with a token that has ended', async () => {
    const token = await addToken({ expiresAt: '2020-01-01T00:00:00.000Z' });
    const { statusCode, errors } = await ask(`Bearer ${token}`);
    // GraphQL over HTTP: an answer with data is 2xx, whatever failed in it.
    expect([statusCode, errors?.[0]?.extensions.code]).toEqual([200, 'UNAUTHENTICATED']);
  });

  test('asks the store once, however often it is asked for', async () => {
    await ask(`Bearer ${TEST_TOKEN}`, '{ a: viewer { name } b: viewer { name } viewer { expiresAt } }');
    expect(here.proxy.operations).toEqual(['GetItem']);
  });
});

test('reading never looks at a token', async () => {
  for (const event of [createEvent('GET /'), createGraphQLEvent('{ savedString }')]) {
    const headers = { ...event.headers, authorization: 'Bearer nonsense' };
    expect((await here.service.invoke({ ...event, headers })).statusCode).toBe(200);
  }
  expect(here.proxy.operations).toEqual(['Query', 'Query']);
});
