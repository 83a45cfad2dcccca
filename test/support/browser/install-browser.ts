import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = 'node_modules/@sparticuz/chromium/package.json';
const CACHE = resolve('node_modules/.cache/saved-string');

/**
 * Unpacks the Chromium that comes as an npm package, once for each version, beside the other installed packages.
 * CHROME_PATH names another browser; then there is nothing to do.
 *
 * The package unpacks into the temporary folder and finds its own shared libraries only where it believes to be in a
 * Lambda. Both are told by environment variables, and so it runs as a process of its own.
 */
export const installBrowser = async (): Promise<void> => {
  if (process.env.CHROME_PATH) return;
  const { version } = JSON.parse(await readFile(PACKAGE, 'utf8')) as { version: string };
  const directory = join(CACHE, `chromium-${version}`);
  if (!existsSync(directory)) {
    await mkdir(CACHE, { recursive: true });
    const unpacked = await mkdtemp(join(CACHE, 'unpacking-'));
    const script =
      "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
    const env = { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env });
    await rename(unpacked, directory);
  }
  process.env.CHROME_PATH = join(directory, 'chromium');
  process.env.CHROME_LIBRARY_PATH = join(directory, 'al2023', 'lib');
};
