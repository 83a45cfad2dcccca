import { spawn } from 'node:child_process';
import { once } from 'node:events';

const PROGRAMS = { serverless: 'node_modules/serverless/bin/serverless.js', 'saved-string': 'cli/saved-string.mjs' };

/**
 * Runs a command as `npx --no` would.
 *
 * @returns its exit code, and what it printed; of `saved-string export` that is the log.
 */
export const runCommand = async (program: keyof typeof PROGRAMS, args: readonly string[], input?: Buffer) => {
  const child = spawn(process.execPath, [PROGRAMS[program], ...args], { stdio: 'pipe' });
  child.stdin.end(input);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code: Number(code), output: code === 0 && args[0] === 'export' ? stdout : stdout + stderr };
};
