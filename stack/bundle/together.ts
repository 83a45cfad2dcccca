import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const root = new URL('../../', import.meta.url);

/**
 * Puts modules that are loaded with import() into one file. Otherwise each would be a file of its own, and so would the
 * parts that any of them shares with the page: every cold start would load some more small files.
 *
 * @param modules Relative to the project. No two of them export the same name.
 */
export const together = (modules: readonly string[]): Plugin => ({
  name: 'together',
  setup: (build) => {
    const paths = new Set(modules.map((module) => fileURLToPath(new URL(module, root))));
    build.onResolve({ filter: /\.ts$/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === 'together') return undefined;
      const found = await build.resolve(path, { kind, resolveDir, pluginData: 'together' });
      return paths.has(found.path) ? { path: 'together', namespace: 'together' } : undefined;
    });
    build.onLoad({ filter: /^/, namespace: 'together' }, () => ({
      contents: modules.map((module) => `export * from './${module}';`).join('\n'),
      resolveDir: fileURLToPath(root),
    }));
  },
});
