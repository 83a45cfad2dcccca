import { execFile } from 'node:child_process';

const PROGRAMS = { serverless: 'node_modules/serverless/bin/serverless.js', 'saved-string': 'cli/saved-string.mjs' };

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  /** What it printed in all. */
  readonly output: string;
}

interface Options {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command as `npx --no` would. */
export const runCommand = (program: keyof typeof PROGRAMS, args: readonly string[], { input, env }: Options = {}) =>
  new Promise<Ran>((resolve) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: Number.POSITIVE_INFINITY };
    const child = execFile(process.execPath, [PROGRAMS[program], ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, output: stdout + stderr }),
    );
    child.stdin?.end(input);
  });
