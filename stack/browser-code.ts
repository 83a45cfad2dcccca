import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type LogLevel } from 'esbuild';
import type { Manifest } from '../src/routes/edit.ts';
import { buildFiles, contentTypesOf, outputOf } from './built-files.ts';
import { buildPlayground, isPlaygroundCurrent } from './playground-build.ts';

const inProject = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The scripts in one file each, by name in `build/`. */
const SCRIPTS = { page: 'src/browser/page.ts', embed: 'src/browser/embed.ts', follow: 'src/browser/follow.ts' };

/** Each is replaced in one step, and only by other text, because a running copy may be reading it. */
const buildScripts = async (logLevel: LogLevel): Promise<void> => {
  const { outputFiles } = await build({
    absWorkingDir: inProject(''),
    entryPoints: SCRIPTS,
    outdir: 'build',
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    write: false,
    logLevel,
  });
  await mkdir(inProject('build'), { recursive: true });
  for (const { path, text } of outputFiles) {
    if (text === (await readFile(path, 'utf8').catch(() => undefined))) continue;
    await writeFile(`${path}.${process.pid}`, text);
    await rename(`${path}.${process.pid}`, path);
  }
};

/** The editors' page: its own script, and what it loads to share a file. */
const EDIT = { main: 'src/browser/edit/main.ts', share: 'src/browser/edit/share.ts' };

const buildEdit = (logLevel: LogLevel): Promise<void> =>
  buildFiles<Manifest>({
    outdir: inProject('build/edit'),
    options: { entryPoints: Object.values(EDIT), target: 'es2024', logLevel },
    describe: (outputs, files) => {
      const { name: script, style } = outputOf(outputs, EDIT.main);
      return { script, style, share: outputOf(outputs, EDIT.share).name, files: contentTypesOf(files) };
    },
  });

/** Builds the scripts and the editors' page: that takes half a second. */
export const updateScripts = async (logLevel: LogLevel = 'warning'): Promise<void> => {
  const builds = [buildScripts(logLevel), buildEdit(logLevel)];
  // None is under way once this has failed: the next call writes the same files.
  await Promise.allSettled(builds);
  await Promise.all(builds);
};

const playground = inProject('build/playground');

/** Builds the playground if it is missing, or older than its sources: that takes many seconds. */
export const updatePlayground = async (logLevel?: LogLevel): Promise<void> => {
  if (!(await isPlaygroundCurrent(playground))) await buildPlayground(playground, logLevel);
};

/** Builds missing files, and files older than their sources. */
export const updateBrowserCode = async (): Promise<void> => {
  await Promise.all([updateScripts(), updatePlayground()]);
};

/**
 * Builds the code for browsers into `build/`: the scripts, the editors' page and the playground.
 *
 * @throws BuildFailure of esbuild.
 */
export const buildBrowserCode = async (): Promise<void> => {
  await Promise.all([updateScripts(), buildPlayground(playground)]);
};

// Runs as `npm run build:browser`. No top-level await: osls loads its plugins, and so this module, with require().
if (process.argv[1] === import.meta.filename) void buildBrowserCode();
