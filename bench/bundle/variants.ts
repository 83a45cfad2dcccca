import type { BuildOptions } from 'esbuild';
import { replaceFile } from '../../src/bundle/replace-file.ts';

export interface Variant {
  readonly name: string;
  /** Changes one thing in how the bundle is made. */
  readonly change: (shipped: BuildOptions) => BuildOptions;
  /** What the function's environment would have besides. */
  readonly environment?: Readonly<Record<string, string>>;
}

const plugin = (name: string): Variant => ({
  name: `without ${name}`,
  change: (shipped) => ({ ...shipped, plugins: shipped.plugins?.filter((one) => one.name !== name) ?? [] }),
});

export const SHIPPED: Variant = { name: 'as shipped', change: (shipped) => shipped };

const warmUp = (name: string, body: string): Variant => ({
  name,
  change: (shipped) => ({
    ...shipped,
    plugins: [
      ...(shipped.plugins ?? []),
      replaceFile(name, {
        file: /src\/warm-up\.ts$/,
        contents: `export const warmUp = async ({ openSavedString, loadGraphQL }) => { ${body} };`,
      }),
    ],
  }),
});

/** Each differs in one thing from what is shipped. */
export const VARIANTS: readonly Variant[] = [
  SHIPPED,
  { name: 'without splitting: Apollo loads with the page', change: (shipped) => ({ ...shipped, splitting: false }) },
  { name: 'without minifying', change: (shipped) => ({ ...shipped, minify: false }) },
  {
    name: 'with source maps at run time',
    change: (shipped) => ({ ...shipped, sourcemap: true }),
    environment: { NODE_OPTIONS: '--enable-source-maps' },
  },
  { name: 'without the list of excluded modules', change: (shipped) => ({ ...shipped, external: [] }) },
  { name: 'without NODE_ENV', change: (shipped) => ({ ...shipped, define: {} }) },
  {
    name: 'with an import of node:module in the banner',
    change: (shipped) => ({
      ...shipped,
      banner: { js: `import{createRequire}from'node:module';const require=createRequire(import.meta.url);` },
    }),
  },
  plugin('no-schema-tools'),
  plugin('no-incremental-delivery'),
  plugin('native-hash'),
  {
    name: 'without any of the three replacements',
    change: (shipped) => ({ ...shipped, plugins: [] }),
  },
  warmUp('before the first request: nothing', ''),
  warmUp('before the first request: read', 'await openSavedString(new AbortController().signal).latest();'),
  warmUp('before the first request: a query', 'await (await loadGraphQL()).warmUp(new AbortController().signal);'),
];
