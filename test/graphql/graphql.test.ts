import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, type GraphQLOutputType, getNamedType, isObjectType, printSchema } from 'graphql';
import { createSchema } from '../../src/routes/graphql/schema.ts';
import { harness } from '../support/harness.ts';
import { createEvent, createGraphQLEvent } from '../support/service/event.ts';

const here = harness(['service']);

const REVISION = '{ version value savedAt savedBy note restores }';
const SET = `mutation ($value: String!, $expectedVersion: Int, $note: String) {
  setSavedString(value: $value, expectedVersion: $expectedVersion, note: $note) ${REVISION}
}`;
const RESTORE = `mutation ($version: Int!, $expectedVersion: Int) {
  restoreRevision(version: $version, expectedVersion: $expectedVersion) ${REVISION}
}`;

interface Saved {
  readonly setSavedString: { readonly version: number; readonly value: string; readonly savedAt: string };
}

describe('queries', () => {
  test('show version 0 before the first save', async () => {
    const { data } = await here.service.graphql(
      `{ savedString latestRevision ${REVISION} revision(version: 0) { value } }`,
    );
    const value = 'dynamic string';
    expect(data).toEqual({
      savedString: value,
      latestRevision: { version: 0, value, savedAt: null, savedBy: null, note: null, restores: null },
      revision: { value },
    });
  });

  test('find an old revision, or null if there is none', async () => {
    await here.service.save('one');
    const { data } = await here.service.graphql(
      '{ a: revision(version: 1) { value } b: revision(version: 2) { value } }',
    );
    expect(data).toEqual({ a: { value: 'one' }, b: null });
  });

  test('walk the whole history by cursor', async () => {
    for (const value of ['one', 'two', 'three', 'four']) await here.service.save(value);
    const query = `query ($after: String) { revisions(first: 2, after: $after) {
      nodes { version } edges { cursor node { version value } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }`;
    interface Page {
      readonly revisions: {
        readonly nodes: readonly { version: number }[];
        readonly edges: readonly { cursor: string; node: { version: number; value: string } }[];
        readonly pageInfo: Record<'hasNextPage' | 'hasPreviousPage', boolean> &
          Record<'startCursor' | 'endCursor', string>;
      };
    }
    const seen: (readonly [number, string])[] = [];
    let after: string | undefined;
    for (let more = true; more; ) {
      const page: Page['revisions'] | undefined = (await here.service.graphql<Page>(query, { after })).data?.revisions;
      if (!page) throw new Error('There is no page');
      expect(page.pageInfo.hasPreviousPage).toBe(after !== undefined);
      expect(page.pageInfo.startCursor).toBe(page.edges.at(0)?.cursor);
      expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor);
      expect(page.nodes.map(({ version }) => version)).toEqual(page.edges.map(({ node }) => node.version));
      for (const { node } of page.edges) seen.push([node.version, node.value]);
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual([
      [4, 'four'],
      [3, 'three'],
      [2, 'two'],
      [1, 'one'],
      [0, 'dynamic string'],
    ]);
  });

  test('return twenty revisions by default', async () => {
    for (let count = 1; count <= 21; count++) await here.service.save(`value ${count}`);
    const { data } = await here.service.graphql(
      '{ default: revisions { nodes { version } } null: revisions(first: null) { nodes { version } } }',
    );
    const nodes = Array.from({ length: 20 }, (_, index) => ({ version: 21 - index }));
    expect(data).toEqual({ default: { nodes }, null: { nodes } });
  });

  test('refuse an answer that is too long for Lambda', async () => {
    const value = '\u0001'.repeat(32 * 1024);
    for (let count = 0; count < 16; count++) await here.service.save(value);
    const ask = () => here.service.graphql('{ revisions(first: 100) { nodes { value } } }');
    let answer = await ask();
    // A busy machine may not get that far in time.
    while (answer.statusCode === 503) answer = await ask();
    const { statusCode, errors } = answer;
    expect(statusCode).toBe(400);
    expect(errors).toEqual([{ message: expect.stringContaining('fewer'), extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('mutations', () => {
  test('save a string, and every later read shows it', async () => {
    const { data } = await here.service.graphql<Saved>(SET, { value: 'Open until ten', note: 'Summer' });
    expect(data?.setSavedString).toEqual({
      version: 1,
      value: 'Open until ten',
      savedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      savedBy: 'Ada',
      note: 'Summer',
      restores: null,
    });
    const { body } = await here.service.invoke(createEvent('GET /'));
    expect(body).toContain('<h1>The saved string is Open until ten</h1>');
    expect((await here.service.graphql('{ savedString }')).data).toEqual({ savedString: 'Open until ten' });
  });

  test('restore an old string as a new revision', async () => {
    await here.service.save('one');
    await here.service.save('two');
    const { data } = await here.service.graphql(RESTORE, { version: 1 });
    expect(data).toMatchObject({ restoreRevision: { version: 3, value: 'one', restores: 1 } });
    expect((await here.service.graphql(RESTORE, { version: 0 })).data).toMatchObject({
      restoreRevision: { version: 4, value: 'dynamic string', restores: 0 },
    });
  });

  test('answer CONFLICT with the current string, and write nothing, if someone else saved first', async () => {
    await here.service.save('one');
    const { statusCode, data, errors } = await here.service.graphql(SET, { value: 'mine', expectedVersion: 0 });
    expect([statusCode, data]).toEqual([409, null]);
    expect(errors?.[0]?.extensions).toEqual({
      code: 'CONFLICT',
      current: { version: 1, value: 'one', savedAt: expect.any(String), savedBy: 'Ada' },
    });
    expect((await here.service.graphql(RESTORE, { version: 0, expectedVersion: 7 })).statusCode).toBe(409);
    expect((await here.service.graphql('{ latestRevision { version } }')).data).toEqual({
      latestRevision: { version: 1 },
    });
  });

  test('let twenty racing writers all win in turn, without a gap or a loss', async () => {
    // Not `here`: a writer that outlives a failed test must not write into the next test's table.
    const { service } = here;
    const unknown: string[] = [];
    // On a busy machine some run out of time, and try again with another text: a write of unknown outcome may still land.
    const saveAtLast = async (writer: string, attempt = 1) => {
      const value = `${writer}, attempt ${attempt}`;
      const { statusCode, data, errors } = await service.graphql<Saved>(SET, { value });
      if (data) return { version: data.setSavedString.version, value };
      expect(statusCode).toBe(503);
      if (errors?.[0]?.extensions.outcome === 'UNKNOWN') unknown.push(value);
      return saveAtLast(writer, attempt + 1);
    };
    const writers = Array.from({ length: 20 }, (_, index) => `writer ${index}`);
    const acknowledged = await Promise.all(writers.map((writer) => saveAtLast(writer)));

    const { data } = await service.graphql<{ revisions: { nodes: { value: string; version: number }[] } }>(
      '{ revisions(first: 100) { nodes { version value } } }',
    );
    const saved = data?.revisions.nodes.filter(({ version }) => version > 0) ?? [];
    expect(saved.map(({ version }) => version)).toEqual(saved.map((_, index) => saved.length - index));
    expect(saved).toEqual(expect.arrayContaining(acknowledged));
    const others = saved.filter(({ value }) => !acknowledged.some((known) => known.value === value));
    expect(unknown).toEqual(expect.arrayContaining(others.map(({ value }) => value)));
    expect(new Set(saved.map(({ value }) => value)).size).toBe(saved.length);
  });

  test('let exactly one of twenty racing writers with the same expected version win, and tell the others its value', async () => {
    const racing = Array.from({ length: 20 }, (_, index) =>
      here.service.graphql<Saved>(SET, { value: `writer ${index}`, expectedVersion: 0 }),
    );
    const answers = await Promise.all(racing);
    const { data } = await here.service.graphql<{ revisions: { nodes: { value: string; version: number }[] } }>(
      '{ revisions { nodes { version value } } }',
    );
    const [current, ...others] = data?.revisions.nodes.filter(({ version }) => version > 0) ?? [];
    expect([current?.version, others]).toEqual([1, []]);
    for (const [index, { statusCode, data: saved, errors }] of answers.entries()) {
      const isWinner = current?.value === `writer ${index}`;
      const { extensions } = errors?.[0] ?? {};
      if (saved) expect([saved.setSavedString.version, isWinner]).toEqual([1, true]);
      else if (statusCode === 409) expect([extensions, isWinner]).toMatchObject([{ code: 'CONFLICT', current }, false]);
      // On a busy machine, the time may be over before a writer knows.
      else {
        const outcome = expect.stringMatching(isWinner ? /^UNKNOWN$/ : /^(NOT_WRITTEN|UNKNOWN)$/);
        expect(extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', outcome });
      }
    }
    expect(answers.some(({ statusCode }) => statusCode === 409)).toBe(true);
  });
});

describe('bad input', () => {
  test.each([
    ['a value over 32 KiB', SET, { value: 'x'.repeat(32 * 1024 + 1) }],
    ['half of a surrogate pair', SET, { value: '\ud800' }],
    ['NUL', SET, { value: 'a\0' }],
    ['a note over 280 characters', SET, { value: 'x', note: 'n'.repeat(281) }],
    ['a version to restore that does not exist', RESTORE, { version: 9 }],
    ['a page of 0', '{ revisions(first: 0) { nodes { version } } }', {}],
    ['a page of 101', '{ revisions(first: 101) { nodes { version } } }', {}],
    ['a cursor from another API', '{ revisions(after: "MQ==") { nodes { version } } }', {}],
    ['an empty cursor', '{ revisions(after: "") { nodes { version } } }', {}],
  ])('%s is BAD_USER_INPUT with a reason, and nothing is written', async (_name, query, variables) => {
    const { statusCode, errors } = await here.service.graphql(query, variables);
    expect(statusCode).toBe(200);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
    expect((await here.service.graphql('{ latestRevision { version } }')).data).toEqual({
      latestRevision: { version: 0 },
    });
  });

  test.each([
    ['that does not parse', '{ savedString', 'GRAPHQL_PARSE_FAILED'],
    ['that asks for an unknown field', '{ secret }', 'GRAPHQL_VALIDATION_FAILED'],
    ['without its variable', SET, 'BAD_USER_INPUT'],
  ])('a document %s gets 400, or 200 if the client accepts only plain JSON', async (_name, query, code) => {
    const event = createGraphQLEvent(query);
    const plain = await here.service.invoke(event);
    const graphql = await here.service.invoke({
      ...event,
      headers: { ...event.headers, accept: 'application/graphql-response+json' },
    });
    expect([plain.statusCode, graphql.statusCode]).toEqual([200, 400]);
    for (const { body = '' } of [plain, graphql]) {
      const { errors } = JSON.parse(body) as { errors: { extensions: Record<string, unknown> }[] };
      expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
      expect(body).not.toContain('stacktrace');
    }
  });
});

test('the schema that is served says what its file says', async () => {
  const text = await readFile('schema/saved-string.graphql', 'utf8');
  expect(printSchema(createSchema({}))).toBe(printSchema(buildSchema(text)));
});

test('every field of the schema has a description, and an answer', async () => {
  await here.service.save('one');
  const from = new Date(Date.now() + 60_000).toISOString();
  const plan = await here.service.graphql(`mutation { planSavedString(value: "two", from: "${from}") { version } }`);
  expect(plan.errors).toBeUndefined();
  const schema = createSchema({});
  const given: Readonly<Record<string, string>> = { revision: '(version: 1)', revisionAt: `(time: "${from}")` };
  const select = (type: GraphQLOutputType): string => {
    const named = getNamedType(type);
    if (!isObjectType(named)) return '';
    const fields = Object.values(named.getFields());
    return `{ ${fields.map((field) => `${field.name}${given[field.name] ?? ''} ${select(field.type)}`).join(' ')} }`;
  };
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const { errors } = await here.service.graphql(`{ ${field.name}${given[field.name] ?? ''} ${select(field.type)} }`);
    expect([field.name, errors]).toEqual([field.name, undefined]);
  }
  const own = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
  const silent = own.flatMap((type) =>
    isObjectType(type) ? Object.values(type.getFields()).filter(({ description }) => !description) : [],
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
});
