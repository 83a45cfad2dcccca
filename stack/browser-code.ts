import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildPlayground } from './playground-build.ts';

const inProject = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const buildPageScript = () =>
  build({
    entryPoints: [inProject('src/page/client/poll.ts')],
    outfile: inProject('build/page.js'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    logLevel: 'warning',
  });

/** Builds the code for browsers into `build/`: the page's script and the playground. */
export const buildBrowserCode = async (): Promise<void> => {
  await Promise.all([buildPageScript(), buildPlayground(inProject('build/playground'))]);
};

// Runs as `npm run build:browser`. No top-level await: osls loads its plugins, and so this module, with require().
if (process.argv[1] === import.meta.filename) void buildBrowserCode();
