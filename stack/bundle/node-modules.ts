import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Takes Node's own modules from `process.getBuiltinModule`. An import of one makes Node set up everything that the module
 * exports (https://github.com/nodejs/node/issues/59686), and a CommonJS dependency's require() needs another one imported.
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
