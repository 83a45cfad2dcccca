// Runs `serverless package` several times in one process, each with the arguments of one array: to load the framework
// and to build for browsers takes most of the time of one. Ends at the first that fails.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const require = createRequire(resolve('serverless.yml'));
const modules = ['bin/serverless.js', 'scripts/serverless.js'].map((path) => require.resolve(`serverless/${path}`));
const runs: string[][] = JSON.parse(process.argv[2] ?? '[]');

const packageNext = () => {
  const args = runs.shift();
  if (!args || process.exitCode) return;
  process.argv.splice(2, Number.POSITIVE_INFINITY, 'package', ...args);
  for (const name of modules) delete require.cache[name];
  require('serverless/bin/serverless.js');
};

// The framework listens for the same signals each time.
process.setMaxListeners(0);
process.on('beforeExit', packageNext);
packageNext();
