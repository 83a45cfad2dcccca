#!/usr/bin/env node
// Plain JavaScript, because it must report problems even on an old Node and before the install.
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);

/** @returns {string | undefined} one line with the step that is missing before anything here can run. */
const findObstacle = () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  // Only the machine that builds and tests needs the rest.
  const isServer = process.argv[2] === 'serve';
  const names = Object.keys(Object.assign({}, dependencies, isServer ? {} : devDependencies));
  if (!names.every((name) => existsSync(new URL(`node_modules/${name}`, root)))) {
    return 'The dependencies are missing. Run: npm ci';
  }
  if (Number.parseInt(process.versions.node, 10) < 24) {
    // The install includes Node 24 for most platforms, which npm and npx put first on PATH.
    const remedy = existsSync(new URL('node_modules/.bin/node', root))
      ? 'Run it by npx --no saved-string or npm start, which use the one in node_modules.'
      : 'The install includes none for this machine: get it from https://nodejs.org.';
    return `Saved String needs Node 24 or newer, but this is ${process.version}. ${remedy}`;
  }
  return undefined;
};

const obstacle = findObstacle();
if (obstacle === undefined) {
  // Halves a command's CPU. In the checkout, because other users can write to the folder for temporary files.
  module.enableCompileCache(fileURLToPath(new URL('node_modules/.cache/node', root)));
  const { program } = await import('./program.ts');
  const code = await program(process.argv.slice(2), process);
  if (code !== 0) process.exitCode = code;
} else {
  process.stderr.write(`${obstacle}\n`);
  process.exitCode = 1;
}
