import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { parse } from 'yaml';
import plugins from '../../src/bundle/plugins.ts';

const root = new URL('../../', import.meta.url);

/** What serverless-esbuild takes besides esbuild's own options. */
interface Settings extends BuildOptions {
  readonly exclude: string[];
  readonly outputFileExtension: string;
  readonly watch: unknown;
}

/** How `serverless deploy` bundles the function: what serverless.yml says, as serverless-esbuild hands it to esbuild. */
export const shippedSettings = async (): Promise<BuildOptions> => {
  const text = await readFile(new URL('serverless.yml', root), 'utf8');
  // It doesn't know CloudFormation's tags (`!GetAtt`), and need not.
  const settings: Settings = parse(text, { logLevel: 'error' }).custom.esbuild;
  const { exclude, outputFileExtension, watch, ...options } = settings;
  return {
    ...options,
    absWorkingDir: fileURLToPath(root),
    entryPoints: ['src/lambda.ts'],
    bundle: true,
    platform: 'node',
    external: exclude,
    outExtension: { '.js': outputFileExtension },
    plugins,
  };
};
