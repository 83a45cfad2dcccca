import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

// biome.json says which room may import which. Each wall is proved by an import that crosses it, and one that may pass.
const WALLS = [
  ['src/planted.ts', '../cli/program.ts', './http/handler.ts'],
  ['src/domain/planted.ts', '../http/etag.ts', 'node:crypto'],
  ['src/store/planted.ts', '../http/log.ts', '../domain/entry.ts'],
  ['src/http/planted.ts', '../routes/health.ts', '../domain/errors.ts'],
  ['src/routes/planted.ts', '../store/client.ts', '../domain/errors.ts'],
  ['src/routes/planted.ts', './page/document.ts', '../http/etag.ts'],
  ['src/routes/feed/planted.ts', '../graphql/limits.ts', './formats.ts'],
  ['src/tasks/planted.ts', '../routes/health.ts', '../store/deliveries.ts'],
  ['src/files/planted.ts', '../routes/put.ts', '../http/etag.ts'],
  ['src/browser/edit/planted.ts', '../../http/etag.ts', '../../domain/heading.ts'],
  ['src/browser/planted.ts', './edit/api.ts', './poll-pause.ts'],
  ['cli/string/planted.ts', '../../src/routes/put.ts', '../../src/domain/errors.ts'],
  ['cli/serve/planted.ts', '../../src/routes/put.ts', '../../src/app.ts'],
  ['stack/planted.ts', '../test/prepare.ts', '../src/config.ts'],
] as const;

const root = fileURLToPath(new URL('../..', import.meta.url));
let directory: string;
let report: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saved-string-walls-'));
  await copyFile(join(root, 'biome.json'), join(directory, 'biome.json'));
  for (const [index, [path, wrong, right]] of WALLS.entries()) {
    for (const [kind, target] of Object.entries({ wrong, right })) {
      const file = join(directory, path.replace('planted', `${kind}-${index}`));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `export * from '${target}';\n`);
    }
  }
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const options = ['lint', '--only=style/noRestrictedImports', '--vcs-enabled=false', '--max-diagnostics=none'];
  report = await new Promise((resolve) => {
    execFile(process.execPath, [biome, ...options, '--colors=off', '.'], { cwd: directory }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test.each(WALLS.map((wall, index) => [...wall, index] as const))(
  '%s may not import %s, and may %s',
  (path, _wrong, _right, index) => {
    expect(report).toContain(`${path.replace('planted', `wrong-${index}`)}:1:`);
    expect(report).not.toContain(path.replace('planted', `right-${index}`));
  },
);
