import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../../cli/errors.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const HSTS_LIST = `${folder}node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json`;

/** In milliseconds since 1970; 0 for a missing file. */
const changedAt = async (file: string): Promise<number> =>
  (await stat(`${folder}${file}`).catch(() => undefined))?.mtimeMs ?? 0;

const isInstalled = async (): Promise<boolean> =>
  (await changedAt('node_modules/.package-lock.json')) > (await changedAt('package-lock.json'));

/**
 * Installs Lighthouse and the HTTP Observatory beside this file, at first and after each change of their lockfile. They
 * are
 * not dependencies of the project, because they are large, and some run install scripts: here, none runs.
 *
 * @throws CommandError when npm fails; its own message is on stderr.
 */
export const installTools = async (): Promise<void> => {
  if (!(await isInstalled())) {
    process.stderr.write('Installing Lighthouse and the HTTP Observatory into test/scores, 240 MB …\n');
    const child = spawn('npm', ['ci', '--ignore-scripts'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new CommandError('npm ci failed in test/scores. Is this machine connected?');
  }
  // The list of HTTPS-only names in browsers, which the Observatory would download on install. A listed name gains
  // points, so
  // without the list no score is too high.
  await writeFile(HSTS_LIST, '{}');
};
