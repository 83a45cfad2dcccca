// `npm start`. Plain JavaScript, because it has to say what is wrong even on an old Node and before `npm ci`.
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { complain, EXIT, readCommandLine, UsageError } from '../terminal/command.mjs';

/** @param {string} text */
const checkPortNumber = (text) => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new UsageError(`--port takes a number from 0 to 65535, not ${text}`);
};

/** @param {string} text */
const checkFolder = (text) => {
  if (text === '') throw new UsageError('--store takes the name of a folder.');
};

const { values: options } = readCommandLine({
  about: 'Runs Saved String on this machine: no account, no network.',
  usage: ['npm start -- [--port N] [--host NAME] [--store DIR]'],
  options: {
    port: {
      type: 'string',
      placeholder: 'N',
      about: 'the port of the page; 0 picks a free one',
      default: '3000',
      check: checkPortNumber,
    },
    host: { type: 'string', placeholder: 'NAME', about: 'the address to listen on', default: 'localhost' },
    store: {
      type: 'string',
      placeholder: 'DIR',
      about: 'the folder that keeps the string: a new or an empty one, or a store',
      default: '.dynamodb',
      check: checkFolder,
    },
  },
  examples: ['npm start', 'npm start -- --port 0 --store /tmp/another'],
});

/** @param {string} message @returns {never} */
const giveUp = (message) => {
  complain(message);
  process.exit(EXIT.failed);
};

const root = fileURLToPath(new URL('../..', import.meta.url));

const checkInstallation = () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const names = Object.keys({ ...dependencies, ...devDependencies });
  if (!names.every((name) => existsSync(`${root}node_modules/${name}`))) {
    giveUp('The dependencies are missing. Run: npm ci');
  }
  // The install brings its own Node 24, which npm puts first on PATH.
  if (Number.parseInt(process.versions.node, 10) < 24) {
    giveUp(`Node 24 or newer is needed, and this is ${process.version}. Run: npm ci, then npm start`);
  }
};

/** @param {number} port @param {string} host */
const checkPort = async (port, host) => {
  const server = createServer();
  try {
    await new Promise((done, failed) => server.once('error', failed).listen(port, host, () => done(undefined)));
    await new Promise((done) => server.close(done));
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    giveUp(
      code === 'EADDRINUSE'
        ? `Port ${port} is taken. Stop what uses it, or choose another port, or any free one: npm start -- --port 0`
        : `Cannot listen on ${host}, port ${port} (${message}). Choose another with --host or --port.`,
    );
  }
};

checkInstallation();
await checkPort(Number(options.port), options.host);

// Killed, npm and its shell don't take this process with them: go when they are gone.
const parent = process.ppid;
if (process.env.npm_lifecycle_event !== undefined) {
  setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGTERM'), 100).unref();
}

const store = resolve(options.store);
process.chdir(root);
// Say nothing but what goes wrong; the plugin in this folder prints what a person needs.
process.env.SLS_LOG_LEVEL ??= 'warning';
process.env.SLS_DEPRECATION_DISABLE ??= '*';
process.argv.splice(2);
process.argv.push('offline', 'start', '--httpPort', options.port, '--host', options.host);
process.argv.push('--param', `store=${store}`);
// The framework is thousands of files: from the second start on, this saves a quarter of the work.
module.enableCompileCache(`${root}node_modules/.cache/node`);
await import(`${root}node_modules/serverless/bin/serverless.js`);
