// `npm start`. Plain JavaScript, because it has to say what is wrong even on an old Node and before `npm ci`.
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const usage = `Runs Saved String on this machine: no account, no network.

Usage: npm start -- [options]

  --port N      the port of the page (default 3000; 0 picks a free one)
  --host NAME   the address to listen on (default localhost)
  --store DIR   the folder that keeps the string (default .dynamodb)
  --help        this text
`;

/** @param {string} message @returns {never} */
const giveUp = (message) => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

const readOptions = () => {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '3000' },
        host: { type: 'string', default: 'localhost' },
        store: { type: 'string', default: '.dynamodb' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return giveUp(`${/** @type {Error} */ (error).message.split('. ')[0]}. See: npm start -- --help`);
  }
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

const options = readOptions();
if (options.help) {
  process.stdout.write(usage);
  process.exit();
}
const port = /^\d{1,5}$/.test(options.port) ? Number(options.port) : Number.NaN;
if (!(port <= 65535)) giveUp(`--port takes a number from 0 to 65535, not ${options.port}`);
checkInstallation();
await checkPort(port, options.host);

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
