import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface LocalServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Stops it as a terminal's Ctrl-C does, and resolves when its last process has gone. */
  stop(): Promise<Exit>;
  /** `kill -9`, for all of its processes at once. */
  kill(): Promise<Exit>;
}

const script = fileURLToPath(new URL('../../src/local/start.mjs', import.meta.url));

/** What `npm start -- ARGS` runs, in a process group of its own. */
export const start = (...args: string[]) => {
  const child = spawn(process.execPath, [script, ...args], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  const address = new Promise<string | undefined>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const url = /^ +Page +(\S+)\/\n/m.exec(stdout)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('close', () => resolve(undefined));
  });
  // 'close', unlike 'exit', waits for every process that can still print: for those that it started, too.
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const send = (signal: NodeJS.Signals): Promise<Exit> => {
    const group = child.pid;
    if (group !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-group, signal);
    return exit;
  };
  return { address, exit, send };
};

/** Starts a copy on a free port and waits until it answers. */
export const startLocalServer = async ({ directory }: { directory: string }): Promise<LocalServer> => {
  const { address, exit, send } = start('--port', '0', '--store', directory);
  const url = await address;
  if (url === undefined) {
    const { code, stdout, stderr } = await exit;
    throw new Error(`It did not start (exit code ${code}):\n${stdout}${stderr}`);
  }
  return { url, stop: () => send('SIGINT'), kill: () => send('SIGKILL') };
};

/** Starts a copy with a new, empty store, which goes when it stops. */
export const startEmptyServer = async (): Promise<LocalServer> => {
  const directory = await mkdtemp(join(tmpdir(), 'saved-string-'));
  const server = await startLocalServer({ directory });
  const andRemove = async (exit: Promise<Exit>) => {
    const result = await exit;
    await rm(directory, { recursive: true });
    return result;
  };
  return { url: server.url, stop: () => andRemove(server.stop()), kill: () => andRemove(server.kill()) };
};
