// Runs at the end of `npm ci`. Plain JavaScript, because any version of Node may run it.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const inPackages = (/** @type {string} */ path) => fileURLToPath(new URL(`node_modules/${path}`, root));
const { optionalDependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

// The packaged Node needs glibc. If it can't start, as on Alpine, it must not come before the machine's own Node.
const node = inPackages('.bin/node');
if (process.platform !== 'win32' && spawnSync(node, ['--version']).status !== 0) rmSync(node, { force: true });

// 140 MB that the project never reads: headers to compile for Node, and builds of Monaco beside the bundled one.
const unread = [
  ...Object.keys(optionalDependencies).flatMap((name) => [`${name}/include`, `${name}/share`]),
  'monaco-editor/dev',
  'monaco-editor/min',
  'monaco-editor/min-maps',
];
for (const path of unread) rmSync(inPackages(path), { recursive: true, force: true });
