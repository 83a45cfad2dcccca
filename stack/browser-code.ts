import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type LogLevel } from 'esbuild';
import { buildEdit } from './edit-build.ts';
import { buildPlayground, isPlaygroundCurrent } from './playground-build.ts';

const inProject = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The scripts in one file each, by name in `build/`. */
const SCRIPTS = {
  'page.js': 'src/browser/page.ts',
  'embed.js': 'src/browser/embed.ts',
  'follow.js': 'src/browser/follow.ts',
};

/**
 * Builds a script. It is replaced in one step, and only by other text, because a running copy may be reading it.
 *
 * @throws BuildFailure of esbuild.
 */
const buildScript = async (name: keyof typeof SCRIPTS, logLevel: LogLevel): Promise<void> => {
  const { outputFiles } = await build({
    absWorkingDir: inProject(''),
    entryPoints: [SCRIPTS[name]],
    bundle: true,
    format: 'esm',
    // A classic script knows where it was loaded from, but must keep its variables to itself. The server sets the
    // argument (src/routes/embed.ts).
    ...(name === 'embed.js' && { banner: { js: '(isPushed=>{' }, footer: { js: '})(false);' } }),
    platform: 'browser',
    target: 'es2022',
    minify: true,
    write: false,
    logLevel,
  });
  const script = outputFiles.map(({ text }) => text).join('');
  const file = inProject(`build/${name}`);
  if (script === (await readFile(file, 'utf8').catch(() => undefined))) return;
  await mkdir(inProject('build'), { recursive: true });
  await writeFile(`${file}.${process.pid}`, script);
  await rename(`${file}.${process.pid}`, file);
};

const scripts = (logLevel: LogLevel = 'warning') => [
  buildScript('page.js', logLevel),
  buildScript('embed.js', logLevel),
  buildScript('follow.js', logLevel),
];

const playground = inProject('build/playground');
const edit = inProject('build/edit');

/** Builds the scripts and the editors' page: that takes half a second. */
export const updateScripts = async (logLevel?: LogLevel): Promise<void> => {
  const builds = [...scripts(logLevel), buildEdit(edit, logLevel)];
  // None is under way once this has failed: the next call writes the same files.
  await Promise.allSettled(builds);
  await Promise.all(builds);
};

/** Builds the playground if it is missing, or older than its sources: that takes many seconds. */
export const updatePlayground = async (logLevel?: LogLevel): Promise<void> => {
  if (!(await isPlaygroundCurrent(playground))) await buildPlayground(playground, logLevel);
};

/** Builds missing files, and files older than their sources. */
export const updateBrowserCode = async (logLevel?: LogLevel): Promise<void> => {
  await Promise.all([updateScripts(logLevel), updatePlayground(logLevel)]);
};

/**
 * Builds the code for browsers into `build/`: the page's script, the editor's page and the playground.
 *
 * @throws BuildFailure of esbuild.
 */
export const buildBrowserCode = async (logLevel: LogLevel = 'warning'): Promise<void> => {
  await Promise.all([...scripts(logLevel), buildEdit(edit, logLevel), buildPlayground(playground, logLevel)]);
};

// Runs as `npm run build:browser`. No top-level await: osls loads its plugins, and so this module, with require().
if (process.argv[1] === import.meta.filename) void buildBrowserCode();
