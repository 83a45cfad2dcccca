import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { packageStage } from '../stack/package-stage.ts';
import type { Candidate } from './candidate.ts';

/** The properties of an AWS::Lambda::Function that the bench uses. */
interface FunctionProperties {
  readonly Handler: string;
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
}

/** Leaves out the files of the playground and the editors' page: they are not code, and no peer has any. */
const isMeasured = ([name]: [string, unknown]): boolean => !/^build\/(edit|playground)\//.test(name);

/**
 * Packages this project and unpacks it into a folder, like Lambda.
 *
 * @throws Error when the package has no function.
 */
export const unpackSavedString = async (
  directory: string,
): Promise<Pick<Candidate, 'handler' | 'variables' | 'zipBytes'>> => {
  const { template, zip } = await packageStage('bench');
  const files = unzipSync(zip);
  for (const [name, content] of Object.entries(files)) {
    const file = join(directory, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const lambda = Object.values(template.Resources).find(({ Type }) => Type === 'AWS::Lambda::Function');
  if (!lambda) throw new Error('The package has no function');
  const { Handler, Environment } = lambda.Properties as unknown as FunctionProperties;
  return {
    handler: Handler,
    variables: Environment.Variables,
    zipBytes: zipSync(Object.fromEntries(Object.entries(files).filter(isMeasured)), { level: 9 }).length,
  };
};
