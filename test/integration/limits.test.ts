import { describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { createGraphQLEvent } from '../support/event.ts';
import { serviceForEachTest } from '../support/service-for-each-test.ts';

const here = serviceForEachTest();

const aliases = (count: number) => Array.from({ length: count }, (_, index) => `a${index}: savedString`).join(' ');
const save = (value: string, alias = '') => `${alias} setSavedString(value: "${value}") { version }`;

test('the store is read once for the current revision, whatever asks for it', async () => {
  const { errors } = await here.service.graphql(
    `{ savedString latestRevision { value version } ${aliases(12)} again: latestRevision { savedBy } }`,
  );
  expect(errors).toBeUndefined();
  expect(here.proxy.operations).toEqual(['Query']);
});

test('introspection fits into the limits', async () => {
  const { data, errors } = await here.service.graphql(
    getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true }),
  );
  expect(errors).toBeUndefined();
  expect(data).toHaveProperty('__schema.queryType.name', 'Query');
});

describe('a document is refused before anything is read or written', () => {
  const twice = [save('a', 'a:'), save('b', 'b:')] as const;
  test.each([
    ['with two mutation fields', `mutation { ${twice.join(' ')} }`, /one mutation field only/],
    ['with the second one in an inline fragment', `mutation { ${twice.join(' ... { ')} } }`, /one mutation field only/],
    [
      'with the second one in a fragment',
      `mutation { ${twice[0]} ...B } fragment B on Mutation { ${twice[1]} }`,
      /one mutation field only/,
    ],
    [
      'with both in one fragment',
      `mutation { ...B } fragment B on Mutation { ${twice.join(' ')} }`,
      /one mutation field only/,
    ],
    ['with 16 aliases', `{ ${aliases(16)} }`, /more than 15 aliases/],
    ['with over 1,000 tokens', `{ ${'savedString '.repeat(1_000)} }`, /1000 tokens/],
    [
      'that goes round in a circle',
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

test('fragments that double, and double again, ninety times over, cost no more than one', async () => {
  const doubling = Array.from(
    { length: 90 },
    (_, index) => `fragment F${index} on Mutation { ...F${index + 1} ...F${index + 1} }`,
  );
  const { data } = await here.service.graphql(
    `mutation { ...F0 } ${doubling.join(' ')} fragment F90 on Mutation { ${save('a')} }`,
  );
  expect(data).toEqual({ setSavedString: { version: 1 } });
});

test.each([
  ['15 aliases', `{ ${aliases(15)} }`],
  [
    'one mutation field in a fragment that is spread twice',
    `mutation { ...A ...A } fragment A on Mutation { ${save('a')} }`,
  ],
])('%s are within the limits', async (_name, query) => {
  expect((await here.service.graphql(query)).errors).toBeUndefined();
});

test('persisted queries are off', async () => {
  const event = createGraphQLEvent('{ savedString }');
  const extensions = { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } };
  const { body } = await here.service.invoke({ ...event, body: JSON.stringify({ extensions }) });
  expect(body).toContain('PERSISTED_QUERY_NOT_SUPPORTED');
});
