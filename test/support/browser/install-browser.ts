import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = 'node_modules/@sparticuz/chromium/package.json';
const CACHE = resolve('node_modules/.cache/saved-string');

/**
 * Unpacks the Chromium from its npm package, once per version, beside the other installed packages. Does nothing if
 * CHROME_PATH names another browser.
 *
 * The package unpacks into the temporary folder, and finds its shared libraries only if its environment looks like a
 * Lambda's. Both depend on environment variables, so it runs in a process of its own.
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
