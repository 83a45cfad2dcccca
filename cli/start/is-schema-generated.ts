import { readFile } from 'node:fs/promises';

const inProject = (path: string) => new URL(`../../${path}`, import.meta.url);

/** Whether the generated code, which the function runs by, is of the schema as it is now. */
export const isSchemaGenerated = async (): Promise<boolean> => {
  const [schema, generated] = await Promise.all(
    ['schema/saved-string.graphql', 'src/routes/graphql/generated.ts'].map((path) => readFile(inProject(path), 'utf8')),
  );
  return generated?.includes(JSON.stringify(schema)) ?? false;
};
