import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import plugins from '../../stack/bundle/plugins.ts';
import { serverlessYml } from '../../test/support/serverless-yml.ts';

/** How `serverless deploy` bundles the function: what serverless.yml says, as serverless-esbuild hands it to esbuild. */
export const shippedSettings = (): BuildOptions => {
  const { exclude, outputFileExtension, watch, ...options } = serverlessYml.custom.esbuild;
  return {
    ...options,
    absWorkingDir: fileURLToPath(new URL('../../', import.meta.url)),
    entryPoints: ['src/lambda.ts'],
    bundle: true,
    platform: 'node',
    external: exclude,
    outExtension: { '.js': outputFileExtension },
    plugins,
  };
};
