import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildOptions, context } from 'esbuild';
import plugins from '../../stack/bundle/plugins.ts';
import { serverlessYml } from '../../stack/read-stage.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** As the function is bundled when it is deployed, but legible, and with source maps for stack traces and debuggers. */
const createOptions = (outdir: string): BuildOptions => {
  const { exclude, outputFileExtension, define, ...options } = serverlessYml.custom.esbuild;
  return {
    ...options,
    absWorkingDir: root,
    // Not src/lambda.ts, which would look at this process's environment and write to its standard output.
    entryPoints: ['src/app.ts'],
    outdir,
    bundle: true,
    platform: 'node',
    external: exclude,
    outExtension: { '.js': outputFileExtension },
    // Where the function looks for what browsers load, relative to itself.
    define: { ...define, 'import.meta.url': JSON.stringify(pathToFileURL(join(root, 'src/app.ts'))) },
    plugins,
    minify: false,
    sourcemap: 'linked',
    sourcesContent: false,
    write: false,
    logLevel: 'silent',
  };
};

export interface Bundler {
  /**
   * Bundles the function into a folder of its own, so that one that still runs keeps its files. Call it again only when
   * it has ended: esbuild would give a second call the result of the first, which may have read older files.
   *
   * @returns the module that exports `createApp`.
   * @throws BuildFailure of esbuild.
   */
  bundle(): Promise<URL>;
  stop(): Promise<void>;
}

/** @param directory Emptied at start. */
export const createBundler = async (directory: string): Promise<Bundler> => {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory);
  // As deep as each build's own folder: source maps say where the sources are from there.
  const outdir = resolve(directory, '0');
  const builder = await context(createOptions(outdir));
  let builds = 0;
  return {
    bundle: async () => {
      const { outputFiles = [] } = await builder.rebuild();
      builds++;
      const target = resolve(directory, String(builds));
      // Fails if the store was deleted meanwhile: a folder with a build only would be taken for other files than a store's.
      await mkdir(target);
      for (const { path, contents } of outputFiles) {
        const file = path.replace(outdir, target);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, contents);
      }
      await rm(resolve(directory, String(builds - 2)), { recursive: true, force: true });
      return pathToFileURL(join(target, 'app.mjs'));
    },
    stop: () => builder.dispose(),
  };
};
