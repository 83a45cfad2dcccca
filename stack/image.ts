import { existsSync, globSync } from 'node:fs';
import { cp, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { updateBrowserCode } from './browser-code.ts';
import bundlePlugins from './bundle/plugins.ts';
import { replaceFile } from './bundle/replace-file.ts';
import { serverlessYml } from './read-stage.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Files that the commands read when they run, besides the function's own. */
const READ = ['LICENSE', 'package.json', 'serverless.yml', 'stack/*.yml'];

/** The embedded DynamoDB loads its database with require(), and that a binary: no bundle can hold them. */
const STORE = 'dynalite';

/**
 * Bundles the commands as the function is bundled when it is deployed. Every file lies in one folder, since some read
 * others relative to their own: `../build/page.js`.
 */
const bundleCommands = async (directory: string): Promise<void> => {
  // Lambda has its credentials in the environment, where another host looks for them. `serve` sets NODE_ENV itself.
  const { exclude: _exclude, define: _define, outputFileExtension, ...options } = serverlessYml.custom.esbuild;
  await build({
    ...options,
    absWorkingDir: root,
    stdin: {
      contents: `import { program } from './cli/program.ts'; process.exitCode = await program(process.argv.slice(2), process);`,
      resolveDir: root,
    },
    outdir: join(directory, 'cli'),
    entryNames: 'saved-string',
    chunkNames: '[hash]',
    outExtension: { '.js': outputFileExtension },
    bundle: true,
    platform: 'node',
    external: [STORE],
    plugins: [
      ...bundlePlugins,
      // It builds what it runs, from sources that are not here.
      replaceFile('no-start', { file: /\/cli\/start\/start\.ts$/, contents: 'export const addStart = () => {};' }),
    ],
    logLevel: 'warning',
  });
};

/** Leaves out what builds a package or tells about it, and the binaries for other systems. */
const isNeeded = (path: string): boolean =>
  !/\.(md|ts)$|[\\/]classic-level[\\/]deps|[\\/]prebuilds[\\/](?!linux-(x64|arm64))/.test(path);

/** Copies an installed package with all that it depends on, each to where it is installed. */
const copyPackage = async (name: string, neededBy: string, directory: string): Promise<void> => {
  let place = neededBy;
  while (!existsSync(join(place, 'node_modules', name))) place = dirname(place);
  const folder = join(place, 'node_modules', name);
  const copy = join(directory, relative(root, folder));
  if (existsSync(copy)) return;
  await cp(folder, copy, { recursive: true, filter: isNeeded });
  const { dependencies = {} } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  for (const dependency of Object.keys(dependencies)) await copyPackage(dependency, folder, directory);
};

/**
 * Builds what a container's image holds beside Node and its system: the commands, without `start`, and an embedded store
 * for Linux.
 *
 * @param directory Emptied first.
 */
export const buildImage = async (directory: string): Promise<void> => {
  await updateBrowserCode();
  await rm(directory, { recursive: true, force: true });
  await bundleCommands(directory);
  const files = globSync([...READ, ...serverlessYml.package.patterns], { cwd: root, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    const path = join(file.parentPath, file.name);
    await cp(path, join(directory, relative(root, path)));
  }
  await copyPackage(STORE, root, directory);
};

// Runs as `npm run build:image -- DIR`.
if (process.argv[1] === import.meta.filename) await buildImage(resolve(process.argv[2] ?? 'build/image'));
