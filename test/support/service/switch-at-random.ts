import { execFile } from 'node:child_process';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { LocalServer } from '../browser/local-server.ts';
import type { ScratchProject } from './scratch-project.ts';

const run = promisify(execFile);

const COMMITS = 10;
const HEADING = 'src/domain/heading.ts';

/**
 * Switches between ten commits, stashes and deletes at random beside requests.
 *
 * @param random From 0 to below 1.
 * @returns the statuses of all answers, and the body of one after the switch to the last commit.
 */
export const switchAtRandom = async (
  { directory, read, overwrite, add }: ScratchProject,
  { url }: LocalServer,
  { switches, random }: { switches: number; random: () => number },
) => {
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'core.autocrlf=false', ...args], {
      cwd: directory,
    });
  const heading = await read(HEADING);
  await add('.gitignore', '/node_modules\n/build\n/store\n');
  await git('init', '--quiet', '--initial-branch', 'main');
  for (let commit = 0; commit < COMMITS; commit++) {
    const words = heading.replace("heading.replace('{}', () => value)", `'Commit ${commit}: ' + value`);
    // One in three does not compile, one in four adds a folder, one in five changes the settings.
    await overwrite(HEADING, commit % 3 === 2 ? words.slice(0, -20) : words);
    if (commit % 4 === 3) await add(`src/domain/more${commit}/more.ts`, 'export const more = 1;\n');
    if (commit % 5 === 4) await appendFile(join(directory, 'serverless.yml'), `# ${commit}\n`);
    await git('add', '.');
    await git('commit', '--quiet', '--message', `Commit ${commit}`);
    await git('tag', `c${commit}`);
  }

  const statuses: Promise<number>[] = [];
  const requests = setInterval(() => statuses.push(fetch(url).then(({ status }) => status)), 25);
  const actions = [
    () => git('checkout', '--quiet', '--force', `c${Math.floor(random() * COMMITS)}`),
    async () => {
      await appendFile(join(directory, 'schema/saved-string.graphql'), '# edited\n');
      await appendFile(join(directory, HEADING), '// edited\n');
      await git('stash', '--quiet');
      await pass(random() * 50);
      await git('stash', random() < 0.5 ? 'pop' : 'drop', '--quiet').catch(() => git('checkout', '--quiet', '--', '.'));
    },
    ...['src', 'src/domain', 'schema', 'serverless.yml', 'stack/gateway.yml'].map((path) => async () => {
      await rm(join(directory, path), { recursive: true, force: true });
      await pass(random() * 100);
      await git('checkout', '--quiet', '--', '.');
    }),
  ];
  for (let count = 0; count < switches; count++) {
    await actions[Math.floor(random() * actions.length)]?.();
    await pass(random() * 150);
  }
  await git('checkout', '--quiet', '--force', 'c9');
  // The system tells the server of a change when it likes to.
  let body = '';
  while (!body.includes('<h1>Commit 9: ')) body = await (await fetch(url)).text();
  clearInterval(requests);
  return { statuses: await Promise.all(statuses), body };
};
