import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { buildSchema } from 'graphql';

const schema = 'schema/saved-string.graphql';
const text = readFileSync(schema, 'utf8');

/** The configuration from which graphql-js constructs the schema, as JSON: a type that another refers to becomes its name. */
const toConfig = () => {
  const { description, types } = buildSchema(text).toConfig();
  const own = types.filter(({ astNode }) => astNode).map((type) => type.toConfig());
  return JSON.stringify({ description, types: own }, (key, value) =>
    /extension|astNode|^interfaces$/.test(key) ? undefined : value,
  );
};

const config: CodegenConfig = {
  schema,
  generates: {
    'src/routes/graphql/generated.ts': {
      plugins: [
        'typescript',
        'typescript-resolvers',
        // By it, doctor and a running copy find out whether this is stale.
        { add: { content: `// Of the schema ${hash('sha256', text)}` } },
        // The Lambda has no schema file: the schema travels in the bundle, from the same source as its types.
        { add: { content: `import type { SchemaConfig } from './schema.ts';` } },
        { add: { placement: 'append', content: `export const schemaConfig: SchemaConfig = ${toConfig()};` } },
      ],
      config: {
        contextType: './context.ts#GraphQLContext',
        // The domain's types, which the resolvers of their fields get.
        mappers: {
          Revision: '../../domain/revision.ts#Revision as StoredRevision',
          WeekStats: '../../domain/week-stats.ts#WeekStats as CountedWeek',
          PlannedString: '../../domain/planned.ts#PlannedView',
        },
        scalars: { DateTime: 'string', ID: 'string' },
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        defaultScalarType: 'never',
        maybeValue: 'T | null',
        // The schema has the descriptions.
        disableDescriptions: true,
        skipTypename: true,
      },
    },
  },
};

export default config;
