import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../../cli/errors.ts';

/** In milliseconds since 1970; 0 for a missing file. */
const changedAt = async (file: string): Promise<number> => (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;

const isInstalled = async (folder: string): Promise<boolean> =>
  (await changedAt(join(folder, 'node_modules/.package-lock.json'))) >
  (await changedAt(join(folder, 'package-lock.json')));

/**
 * Installs the packages of a folder with its own package.json, at first and after each change of its lockfile. They are
 * not dependencies of the project, because they are large and few people need them. None of them runs an install
 * script.
 *
 * @param packages The packages, for a line about the progress.
 * @throws CommandError when npm fails; its own message is on stderr.
 */
export const installPackage = async (folder: string, packages: string): Promise<void> => {
  if (await isInstalled(folder)) return;
  process.stderr.write(`Installing ${packages} …\n`);
  // On Windows, npm can't be started without a shell. `npm run` sets the path of its script.
  const { npm_execpath: script } = process.env;
  const [program, ...first] = script === undefined ? ['npm'] : [process.execPath, script];
  const child = spawn(program, [...first, 'ci', '--ignore-scripts'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new CommandError(`npm ci failed in ${folder}. Is this machine connected?`);
};
