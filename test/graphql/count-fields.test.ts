import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { executeSync, getIntrospectionQuery, Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import { countFields } from '../../src/routes/graphql/count-fields.ts';
import { createSchema } from '../../src/routes/graphql/schema.ts';
import { createRevision } from '../support/service/log-lines.ts';

const revision = createRevision(7);

/** Every list has the requested length, so that the count can be compared with the execution. */
const schema = createSchema({
  Query: {
    savedString: () => 'a',
    latestRevision: () => revision,
    revision: () => revision,
    revisions: (_root: unknown, { first }: { first?: number | null }) => {
      const nodes = Array.from({ length: first ?? 0 }, () => revision);
      const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
      return { nodes, edges: nodes.map((node) => ({ cursor: 'c', node })), pageInfo };
    },
  },
});

const count = (query: string, variables = {}, limit = Number.MAX_SAFE_INTEGER): number => {
  const { definitions } = parse(query);
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
  const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode;
  return countFields({ schema, operation, fragments, variables }, limit);
};

/** Counts the resolved fields: each has a key in the result. */
const keysIn = (result: unknown): number => {
  if (Array.isArray(result)) return result.reduce((sum: number, item) => sum + keysIn(item), 0);
  if (typeof result !== 'object' || result === null) return 0;
  return Object.values(result).reduce((sum: number, value) => sum + 1 + keysIn(value), 0);
};

const execute = (query: string, variableValues = {}): number => {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const { data, errors } = executeSync({ schema, document, variableValues });
  expect(errors).toBeUndefined();
  return keysIn(data);
};

const introspection = getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, specifiedByUrl: true });

describe('counts the fields that execution resolves', () => {
  test.each([
    ['introspection', introspection],
    ['one type', '{ __type(name: "Revision") { name fields { name type { kind ofType { name } } } } }'],
    ['a type that does not exist', '{ __type(name: "Missing") { name } }'],
    [
      'a list',
      '{ revisions(first: 100) { nodes { version } edges { cursor node { value } } pageInfo { hasNextPage } } }',
    ],
    ['a list of the default length', '{ revisions { nodes { version } } }'],
    ['aliases', '{ a: revisions(first: 3) { a: nodes { a: version b: version } b: nodes { c: value } } }'],
    ['type names', '{ __typename latestRevision { __typename value } }'],
    ['a fragment that is spread twice', '{ ...A ...A } fragment A on Query { savedString latestRevision { note } }'],
    ['an inline fragment', '{ ... { savedString ... on Query { latestRevision { note } } } }'],
    [
      'aliases that multiply through fragments',
      `{ __schema { types { ...A } } }
       fragment A on __Type { a: fields { type { ...B } } b: fields { type { ...B } } }
       fragment B on __Type { name a: ofType { ...C } b: ofType { ...C } }
       fragment C on __Type { name a: ofType { name } b: ofType { name } }`,
    ],
  ])('for %s', (_name, query) => {
    expect(count(query)).toBe(execute(query));
  });

  test('with variables replaced by their values', () => {
    const query =
      'query ($n: Int, $type: String!) { revisions(first: $n) { nodes { value } } __type(name: $type) { name } }';
    const variables = { n: 7, type: 'Revision' };
    expect(count(query, variables)).toBe(execute(query, variables));
    expect(count(query, { n: 8, type: 'Revision' })).toBe(execute(query, variables) + 1);
  });
});

/** Generates the field with this name, with no alias or one that may clash with another, and its selection. */
const field = (name: string, below?: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('', 'a: ', 'b: '), below ?? fc.constant(''))
    .map(([alias, selection]) => `${alias && `${name.slice(0, 4)}${alias}`}${name}${selection && ` { ${selection} }`}`);

const several = (...fields: fc.Arbitrary<string>[]) =>
  fc.array(fc.oneof(...fields), { minLength: 1, maxLength: 5 }).map((selections) => selections.join(' '));

const type = several(
  field('name'),
  field('kind'),
  field('ofType', several(field('name'), field('kind'))),
  fc.constant('...T'),
);
const fields = several(field('name'), field('type', type), field('isDeprecated'));
const revisionFields = several(field('version'), field('value'), fc.constant('...R'));
const documents = several(
  field('savedString'),
  field('latestRevision', revisionFields),
  field('revisions', several(field('nodes', revisionFields), field('edges', several(field('node', revisionFields))))),
  field('__schema', several(field('types', several(field('name'), field('fields', fields))))),
).map(
  (selection) =>
    `{ ${selection} } fragment R on Revision { ra: note rb: note } fragment T on __Type { ta: name tb: kind }`,
);

test('never counts less than execution resolves, whatever the document', () => {
  fc.assert(
    fc.property(documents, (query) => {
      const document = parse(query);
      const { data } = executeSync({ schema, document });
      expect(count(query)).toBeGreaterThanOrEqual(keysIn(data));
    }),
    { numRuns: 100 },
  );
});

test('counts a selection once per place, however many aliases lead there', () => {
  const aliases = Array.from({ length: 12 }, (_, index) => `a${index}: __schema { ...S }`).join(' ');
  const query = `{ ${aliases} } fragment S on __Schema { types { name fields { name type { name } } } }`;
  const all = execute(query);
  // Counted twelve times, it would reach this limit.
  expect(count(query, {}, all / 4)).toBe(all);
});

test('stops above the limit', () => {
  const aliases = Array.from({ length: 12 }, (_, index) => `a${index}: __schema { types { name kind } }`).join(' ');
  const all = execute(`{ ${aliases} }`);
  expect(count(`{ ${aliases} }`, {}, all / 4)).toBe(Math.floor(all / 4) + 1);
});
