import { describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { weekOf } from '../../src/domain/week-stats.ts';
import type { PageInfo, RevisionConnection } from '../../src/routes/graphql/generated.ts';
import { harness } from '../support/harness.ts';
import { createEvent, createGraphQLEvent } from '../support/service/event.ts';

const here = harness(['proxy', 'service']);

const aliases = (count: number) => Array.from({ length: count }, (_, index) => `a${index}: savedString`).join(' ');
const inAYear = new Date(Date.now() + 31_536_000_000).toISOString();
const save = (value: string, alias = '') => `${alias} setSavedString(value: "${value}") { version }`;

test('the current revision is read once per request', async () => {
  const { errors } = await here.service.graphql(
    `{ savedString latestRevision { value version } ${aliases(12)} again: latestRevision { savedBy } }`,
  );
  expect(errors).toBeUndefined();
  expect(here.proxy.operations).toEqual(['Query']);
});

test('with fifty strings of 128 KiB planned, a view takes one read unit, and history and stats hardly more', async () => {
  const plan = `mutation ($value: String!) { planSavedString(value: $value, from: "${inAYear}") { version } }`;
  for (let count = 1; count <= 50; count++) {
    expect((await here.service.graphql(plan, { value: 'x'.repeat(2_400) })).errors).toBeUndefined();
  }
  for (let count = 1; count <= 60; count++) await here.service.save('Open');
  const unitsOf = async (event: unknown, found: string, times = 1) => {
    const before = here.proxy.units;
    expect((await here.service.invoke(event)).body?.split(found)).toHaveLength(times + 1);
    return here.proxy.units - before;
  };
  expect(await unitsOf(createEvent('GET /', { headers: { accept: 'text/plain' } }), 'Open')).toBe(1);
  const history = createGraphQLEvent('{ revisions(first: 100) { nodes { version value note until } } }');
  // 100 revisions of 200 bytes each.
  expect(await unitsOf(history, '"version"', 100)).toBeLessThanOrEqual(6);
  const stats = createGraphQLEvent(`{ stats(week: "${weekOf(new Date()).name}") { saves } }`);
  expect(await unitsOf(stats, '"saves"')).toBeLessThanOrEqual(20);
});

describe('a document that asks for more than 10,000 fields is refused before anything is read or written', () => {
  const onTypes = (selection: string) => `{ __schema { types { ${selection} } } }`;
  test.each([
    [
      'with aliases of introspection that multiply through fragments',
      `${onTypes('...A')}
       fragment A on __Type { a: fields { ...B } b: fields { ...B } c: fields { ...B } }
       fragment B on __Field { a: type { ...C } b: type { ...C } c: type { ...C } }
       fragment C on __Type { name kind a: fields { ...D } b: fields { ...D } c: fields { ...D } }
       fragment D on __Field { name description a: type { ...E } b: type { ...E } }
       fragment E on __Type { name kind description }`,
    ],
    [
      'with aliases of the history that multiply through fragments',
      `{ a: revisions(first: 100) { ...C } b: revisions(first: 100) { ...C } }
       fragment C on RevisionConnection { a: nodes { ...R } b: nodes { ...R } c: edges { node { ...R } } nodes { ...R } }
       fragment R on Revision { ${'abcdefgh'.replace(/./g, '$&: version ')} version savedAt savedBy note restores value }`,
    ],
    [
      'with full introspection nine times',
      `{ ${'abcdefghi'.replace(/./g, '$&: __schema { ...S } ')} }
       ${getIntrospectionQuery()
         .replace(/query IntrospectionQuery \{\s*__schema \{/, 'fragment S on __Schema {')
         .replace(/\}\s*\}\s*fragment FullType/, '} fragment FullType')}`,
    ],
  ])('%s', async (_name, query) => {
    const { data, errors } = await here.service.graphql(query);
    expect([data, errors?.[0]?.extensions]).toEqual([undefined, { code: 'GRAPHQL_VALIDATION_FAILED' }]);
    expect(errors?.[0]?.message).toMatch(/more than 10000 fields/);
    expect(here.proxy.operations).toEqual([]);
  });

  test('if a variable sets the length of a list', async () => {
    const query = `query ($first: Int) { revisions(first: $first) { ...C } }
      fragment C on RevisionConnection { a: nodes { ...R } b: nodes { ...R } c: edges { node { ...R } } nodes { ...R } }
      fragment R on Revision { ${'abcdefghijkl'.replace(/./g, '$&: __typename ')} ${'__typename '.repeat(30)} }`;
    const few = await here.service.graphql(query, { first: 50 });
    expect(few.errors).toBeUndefined();
    const many = await here.service.graphql(query, { first: 100 });
    expect(many.errors?.[0]?.message).toMatch(/more than 10000 fields/);
  });
});

describe('within the limits', () => {
  const options = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true };
  test.each([
    ['GraphiQL’s introspection', getIntrospectionQuery({ ...options, inputValueDeprecation: true, oneOf: true })],
    ['Apollo Sandbox’s introspection', getIntrospectionQuery({ inputValueDeprecation: true })],
    ['Relay’s introspection', getIntrospectionQuery({ directiveIsRepeatable: true })],
    [
      'everything about 100 revisions',
      `{ revisions(first: 100) { edges { cursor node { ...R } } nodes { ...R }
           pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } savedString latestRevision { ...R } }
       fragment R on Revision { version value savedAt savedBy note restores }`,
    ],
    ['15 aliases', `{ ${aliases(15)} }`],
    [
      'one mutation field in a fragment that is spread twice',
      `mutation { ...A ...A } fragment A on Mutation { ${save('a')} }`,
    ],
  ])('%s', async (_name, query) => {
    const { data, errors } = await here.service.graphql(query);
    expect([data, errors]).toEqual([expect.anything(), undefined]);
  });
});

describe('one request reads', () => {
  const page = (alias: string, first: number, after?: number) => {
    const cursor = after === undefined ? '' : `, after: "${Buffer.from(`version:${after}`).toString('base64url')}"`;
    return `${alias}: revisions(first: ${first}${cursor}) { nodes { version } }`;
  };

  test('the same page and the same revision once', async () => {
    await here.service.save('a');
    here.proxy.operations.length = 0;
    const revisions = 'abcd'.replace(/./g, '$&$&: revision(version: 1) { value } ');
    const { errors } = await here.service.graphql(
      `{ ${page('a', 100)} ${page('b', 100)} ${page('c', 100)} ${page('d', 100)} ${revisions} }`,
    );
    // The page uses up the limit.
    expect(errors?.[0]?.message).toMatch(/100 revisions/);
    expect(here.proxy.operations).toEqual(['Query']);

    here.proxy.operations.length = 0;
    expect((await here.service.graphql(`{ ${page('a', 99)} ${page('b', 99)} ${revisions} }`)).errors).toBeUndefined();
    expect(here.proxy.operations).toEqual(['Query', 'GetItem']);
  });

  test('at most 100 revisions', async () => {
    for (let version = 1; version <= 3; version++) await here.service.save(`${version}`);
    here.proxy.operations.length = 0;
    const { data, errors } = await here.service.graphql(`{ ${page('a', 60)} ${page('b', 40, 3)} ${page('c', 1, 2)} }`);
    expect(data).toBeNull();
    expect(errors?.map(({ message, extensions }) => [message, extensions.code])).toEqual([
      [expect.stringMatching(/100 revisions/), 'BAD_USER_INPUT'],
    ]);
    expect(here.proxy.operations).toEqual(['Query', 'Query']);
  });

  test('no further page after 1 MB of strings', async () => {
    for (let version = 1; version <= 40; version++) await here.service.save('x'.repeat(32 * 1024));
    here.proxy.operations.length = 0;
    const more = Array.from({ length: 10 }, (_, index) => page(`p${index}`, 1, 40 - index)).join(' ');
    const { errors } = await here.service.graphql(`{ ${page('a', 50)} ${more} }`);
    expect(errors?.[0]?.message).toMatch(/75 units/);
    expect(here.proxy.operations).toEqual(['Query']);
  });

  test('a page that ends after 1 MB has a next page', async () => {
    for (let version = 1; version <= 40; version++) await here.service.save('x'.repeat(32 * 1024));
    const query = `query ($after: String) {
      revisions(first: 100, after: $after) { nodes { version } pageInfo { hasNextPage endCursor } }
    }`;
    const seen: number[] = [];
    let pageInfo: PageInfo | undefined;
    do {
      const { data } = await here.service.graphql<{ revisions: Pick<RevisionConnection, 'nodes' | 'pageInfo'> }>(
        query,
        {
          after: pageInfo?.endCursor ?? null,
        },
      );
      seen.push(...(data?.revisions.nodes ?? []).map(({ version }) => version));
      pageInfo = data?.revisions.pageInfo;
    } while (pageInfo?.hasNextPage);
    expect(seen).toEqual(Array.from({ length: 41 }, (_, index) => 40 - index));
  });

  test('an answer is refused at 3 MB of text, before it is assembled', async () => {
    for (let version = 1; version <= 25; version++) await here.service.save('x'.repeat(32 * 1024));
    const values = 'abcd'.replace(/./g, '$&: value ');
    const { data, errors } = await here.service.graphql(`{ revisions(first: 25) { nodes { ${values} } } }`);
    expect(data).toBeNull();
    expect(errors?.map(({ message }) => message)).toEqual([expect.stringMatching(/would be too large/)]);
  });
});

describe('a client without a token gets no 500', () => {
  const post = (body: string) =>
    createEvent('POST /graphql', { headers: { 'content-type': 'application/json' }, body });
  const get = (query: string) => createEvent('GET /graphql', { query, headers: { 'apollo-require-preflight': '1' } });
  test.each([
    ['a subscription', createGraphQLEvent('subscription { savedString }'), 200],
    ['a subscription with variables', createGraphQLEvent('subscription ($a: Int!) { savedString }', { a: 1 }), 200],
    ['a subscription by GET', get('query=subscription%20%7B%20savedString%20%7D'), 200],
    ['a number', post('1'), 400],
    ['a text', post('"{ savedString }"'), 400],
    ['a query that is null', post('{"query": null}'), 400],
    ['variables that are not an object', post('{"query": "{ savedString }", "variables": []}'), 400],
    ['extensions that are not an object', post('{"query": "{ savedString }", "extensions": 1}'), 400],
    ['a missing operation', post('{"query": "query A { savedString }", "operationName": "B"}'), 400],
    ['two operations and no name', post('{"query": "query A { savedString } query B { savedString }"}'), 400],
    ['deeply nested JSON', post('['.repeat(100_000) + ']'.repeat(100_000)), 400],
    ['variables that are not JSON', get('query=%7BsavedString%7D&variables=%7B'), 400],
    ['a malformed escape', get('query=%E0%A4%A&variables=%'), 400],
    ['a directive in the wrong place', createGraphQLEvent('query @skip(if: true) { savedString }'), 200],
    ['a fragment that spreads itself', createGraphQLEvent('{ ...A } fragment A on Query { ...A }'), 200],
    ['only fragments', createGraphQLEvent('fragment A on Query { savedString }'), 200],
    ['a type definition', createGraphQLEvent('type A { b: Int }'), 200],
    ['long headers', createEvent('GET /', { headers: { accept: 'a/b;q=0.1,'.repeat(10_000) } }), 431],
    ['long headers', createEvent('POST /graphql', { headers: { accept: 'a/b,'.repeat(25_000) }, body: '{}' }), 431],
  ])('for %s', async (_name, event, status) => {
    const { statusCode, body } = await here.service.invoke(event);
    expect([statusCode, body]).toEqual([status, expect.stringMatching(/error|Too Large/)]);
    expect(here.proxy.operations).toEqual([]);
  });
});

test.each([
  ['ten unknown directives', `{ savedString ${'@x '.repeat(10)} }`],
  ['a hundred unknown fields', `{ ${Array.from({ length: 100 }, (_, index) => `savedStrin${index}`).join(' ')} }`],
])('at most five errors are reported for %s', async (_name, query) => {
  expect((await here.service.graphql(query)).errors).toHaveLength(5);
});

test('a misspelled name gets no suggestion, because that takes long for a long name', async () => {
  const { errors } = await here.service.graphql('{ savedStrin }');
  expect(errors?.[0]?.message).toBe('Cannot query field "savedStrin" on type "Query".');
});

describe('a document is refused before anything is read or written', () => {
  const twice = [save('a', 'a:'), save('b', 'b:')] as const;
  test.each([
    ['with two mutation fields', `mutation { ${twice.join(' ')} }`, /only one mutation field/],
    ['with the second one in an inline fragment', `mutation { ${twice.join(' ... { ')} } }`, /only one mutation field/],
    [
      'with the second one in a fragment',
      `mutation { ${twice[0]} ...B } fragment B on Mutation { ${twice[1]} }`,
      /only one mutation field/,
    ],
    [
      'with both in one fragment',
      `mutation { ...B } fragment B on Mutation { ${twice.join(' ')} }`,
      /only one mutation field/,
    ],
    ['with 16 aliases', `{ ${aliases(16)} }`, /more than 15 aliases/],
    ['with over 500 tokens', `{ ${'savedString '.repeat(500)} }`, /500 tokens/],
    [
      'with a circle of fragments',
      'mutation { ...A } fragment A on Mutation { ...B } fragment B on Mutation { ...A }',
      /spread/,
    ],
  ])('%s', async (_name, query, message) => {
    const { errors, data } = await here.service.graphql(query);
    expect([data, errors?.[0]?.extensions.code]).toEqual([undefined, expect.stringMatching(/^GRAPHQL_/)]);
    expect(errors?.[0]?.message).toMatch(message);
    expect(here.proxy.operations).toEqual([]);
  });
});

test('fragments that double forty times cost no more than one', async () => {
  const doubling = Array.from(
    { length: 40 },
    (_, index) => `fragment F${index} on Mutation { ...F${index + 1} ...F${index + 1} }`,
  );
  const { data } = await here.service.graphql(
    `mutation { ...F0 } ${doubling.join(' ')} fragment F40 on Mutation { ${save('a')} }`,
  );
  expect(data).toEqual({ setSavedString: { version: 1 } });
});

test('persisted queries are off', async () => {
  const event = createGraphQLEvent('{ savedString }');
  const extensions = { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } };
  const { body } = await here.service.invoke({ ...event, body: JSON.stringify({ extensions }) });
  expect(body).toContain('PERSISTED_QUERY_NOT_SUPPORTED');
});
