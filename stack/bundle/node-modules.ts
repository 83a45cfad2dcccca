import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Loads Node's own modules with `process.getBuiltinModule`. An import makes Node set up all exports of the module
 * (https://github.com/nodejs/node/issues/59686), and the require() of a CommonJS dependency needs one more import.
 */
export const nodeModules: Plugin = {
  name: 'node-modules',
  setup: (build) => {
    build.onResolve({ filter: /^[a-z]/ }, ({ path, kind }) =>
      isBuiltin(path) && kind !== 'dynamic-import' ? { path, namespace: 'node', sideEffects: false } : undefined,
    );
    build.onLoad({ filter: /^/, namespace: 'node' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}')`,
      loader: 'js',
    }));
  },
};
