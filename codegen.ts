import { readFileSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';

const schema = 'schema/saved-string.graphql';

const config: CodegenConfig = {
  schema,
  generates: {
    'src/routes/graphql/generated.ts': {
      plugins: [
        'typescript',
        'typescript-resolvers',
        // The Lambda has no schema file: the schema travels in the bundle, from the same source as its types.
        {
          add: {
            placement: 'append',
            content: `export const typeDefs = ${JSON.stringify(readFileSync(schema, 'utf8'))};`,
          },
        },
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
