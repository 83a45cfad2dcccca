// `npm run codegen`: generates the resolvers' types from the schema. With --check, it only says whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { buildSchema, lexicographicSortSchema, parse } from 'graphql';

const FILE = 'src/graphql/generated.ts';

const schema = readFileSync('schema/saved-string.graphql', 'utf8');

const types = await codegen({
  schema: parse(schema),
  schemaAst: lexicographicSortSchema(buildSchema(schema)),
  documents: [],
  filename: FILE,
  pluginMap: { typescript, resolvers },
  plugins: [{ typescript: {} }, { resolvers: {} }],
  config: {
    contextType: './context.ts#GraphQLContext',
    // What the domain gives to the resolvers of a revision's fields.
    mappers: { Revision: '../saved-string/revision.ts#Revision as StoredRevision' },
    scalars: { DateTime: 'string', ID: 'string' },
    enumsAsTypes: true,
    useTypeImports: true,
    strictScalars: true,
    defaultScalarType: 'never',
    maybeValue: 'T | null',
  },
});

// The Lambda has no schema file beside it: the contract travels in the bundle, from the same source as its types.
const generated = `${types}\nexport const typeDefs = ${JSON.stringify(schema)};`;

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, generated);
} else if (generated !== readFileSync(FILE, 'utf8')) {
  process.stderr.write(`${FILE} does not fit the schema. Run: npm run codegen\n`);
  process.exitCode = 1;
}
