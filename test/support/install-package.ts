import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../../cli/errors.ts';

/** In milliseconds since 1970; 0 for a file that isn't there. */
const changedAt = async (file: string): Promise<number> => (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;

const isInstalled = async (folder: string): Promise<boolean> =>
  (await changedAt(join(folder, 'node_modules/.package-lock.json'))) >
  (await changedAt(join(folder, 'package-lock.json')));

/**
 * Installs the packages of a folder that has a package.json of its own, the first time and after a change of its
 * lockfile. They are not among the project's packages, since they are large and few people need them. None of them runs
 * a script on being installed.
 *
 * @param packages For the line that says what is going on.
 * @throws CommandError when npm fails; its own message is on stderr.
 */
export const installPackage = async (folder: string, packages: string): Promise<void> => {
  if (await isInstalled(folder)) return;
  process.stderr.write(`Installing ${packages} …\n`);
  // On Windows, npm is no program that could be started without a shell. `npm run` says where its script is.
  const { npm_execpath: script } = process.env;
  const [program, ...first] = script === undefined ? ['npm'] : [process.execPath, script];
  const child = spawn(program, [...first, 'ci', '--ignore-scripts'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new CommandError(`npm ci failed in ${folder}. Is this machine connected?`);
};
