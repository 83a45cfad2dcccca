import { readFile } from 'node:fs/promises';
import type { BuildOptions, Plugin } from 'esbuild';
import { replaceFile } from '../../stack/bundle/replace-file.ts';

export interface Variant {
  readonly name: string;
  /** Changes one thing in how the bundle is made. */
  readonly change: (shipped: BuildOptions) => BuildOptions;
  /** What the function's environment would have besides. */
  readonly environment?: Readonly<Record<string, string>>;
}

const without = (plugin: string, shipped: BuildOptions): BuildOptions => ({
  ...shipped,
  plugins: shipped.plugins?.filter(({ name }) => name !== plugin) ?? [],
});

const plugin = (name: string): Variant => ({ name: `without ${name}`, change: (shipped) => without(name, shipped) });

export const SHIPPED: Variant = { name: 'as shipped', change: (shipped) => shipped };

/** Bundles a file of our own with one text of it changed. */
const editFile = (file: RegExp, from: RegExp, to: string): Plugin => ({
  name: String(file),
  setup: (build) => {
    build.onLoad({ filter: file }, async ({ path }) => {
      const contents = await readFile(path, 'utf8');
      if (!from.test(contents)) throw new Error(`${path} has nothing that matches ${from}`);
      return { contents: contents.replaceAll(new RegExp(from, 'g'), to), loader: 'ts' };
    });
  },
});

const edit = (name: string, ...changes: Parameters<typeof editFile>): Variant => ({
  name,
  change: (shipped) => ({ ...shipped, plugins: [...(shipped.plugins ?? []), editFile(...changes)] }),
});

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
    name: 'with imports of Node’s modules',
    change: (shipped) => ({
      ...without('node-modules', shipped),
      banner: { js: `import{createRequire}from'node:module';const require=createRequire(import.meta.url);` },
    }),
  },
  plugin('no-schema-tools'),
  plugin('no-incremental-delivery'),
  plugin('native-hash'),
  {
    name: 'without any of the three replacements',
    change: (shipped) => ({ ...shipped, plugins: shipped.plugins?.slice(0, 1) ?? [] }),
  },
  edit(
    'with the SDK’s settings left to itself',
    /dynamodb\/client\.ts$/,
    /requestHandler: \{[\s\S]*?cacheMiddleware: true,/,
    '',
  ),
  edit('with all of the SDK’s middleware', /dynamodb\/client\.ts$/, / *client\.middlewareStack\.remove\(.*\n/, ''),
  edit(
    'with a signal in every read',
    /dynamodb\/revisions\.ts$/,
    /unlessAborted\(client\.send\(command\), signal\)/,
    'client.send(command, { abortSignal: signal })',
  ),
  warmUp('before the first request: nothing', ''),
  warmUp('before the first request: read', 'await openSavedString(new AbortController().signal).latest();'),
  warmUp('before the first request: a query', 'await (await loadGraphQL()).warmUp(new AbortController().signal);'),
];
